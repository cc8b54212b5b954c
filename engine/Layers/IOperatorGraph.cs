namespace ILGpuAutoencoders.Engine;

/// <summary>
/// A graph of ONNX operators (opset 17) to which layers add their inference form. Values are identified by name; pictures are [N, C, H,
/// W] in it and parameters have their file layout, unlike in the engine.
/// </summary>
public interface IOperatorGraph
{
    /// <summary>Adds an operator with one output.</summary>
    /// <param name="op">Its name in ONNX: Conv.</param>
    /// <param name="inputs">Values, in ONNX's order; an empty name stands for an optional one that is left out.</param>
    /// <param name="attributes">Those that differ from ONNX's defaults.</param>
    /// <returns>The name of the output.</returns>
    string Add(string op, IReadOnlyList<string> inputs, params ReadOnlySpan<OperatorAttribute> attributes);

    /// <summary>A parameter as a value, named and laid out as in a file.</summary>
    /// <param name="parameter">It must have memory.</param>
    string Constant(Parameter parameter);

    /// <summary>Numbers as a value.</summary>
    /// <param name="values">As many as the axes say.</param>
    /// <param name="axes">Outermost first; none for a scalar.</param>
    string Constant(ReadOnlySpan<float> values, params ReadOnlySpan<long> axes);

    /// <summary>A vector of integers as a value.</summary>
    /// <param name="values">The numbers.</param>
    string Constant(params ReadOnlySpan<long> values);
}

/// <summary>A fixed property of an ONNX operator.</summary>
public sealed class OperatorAttribute
{
    private OperatorAttribute(string name, object value) => (Name, Value) = (name, value);

    /// <summary>Its name in ONNX: strides.</summary>
    public string Name { get; }

    /// <summary>A long, a float, a string or an array of longs.</summary>
    public object Value { get; }

    /// <summary>An integer.</summary>
    /// <param name="name">Name of the attribute.</param>
    /// <param name="value">Its value.</param>
    public static OperatorAttribute Integer(string name, long value) => new(name, value);

    /// <summary>Several integers.</summary>
    /// <param name="name">Name of the attribute.</param>
    /// <param name="values">Its values.</param>
    public static OperatorAttribute Integers(string name, params long[] values) => new(name, values);

    /// <summary>A floating-point number.</summary>
    /// <param name="name">Name of the attribute.</param>
    /// <param name="value">Its value.</param>
    public static OperatorAttribute Number(string name, float value) => new(name, value);

    /// <summary>A string.</summary>
    /// <param name="name">Name of the attribute.</param>
    /// <param name="value">Its value.</param>
    public static OperatorAttribute Text(string name, string value) => new(name, value);
}
