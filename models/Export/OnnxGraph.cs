using System.Buffers.Binary;
using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Models.Export;

/// <summary>An ONNX graph under construction.</summary>
internal sealed class OnnxGraph : IOperatorGraph
{
    private readonly List<Operator> _operators = [];
    private readonly Dictionary<string, ProtobufMessage> _constants = new(StringComparer.Ordinal);
    private readonly List<(string Name, int Type, OnnxAxis[] Axes)> _inputs = [], _outputs = [];

    /// <summary>The names of the inputs.</summary>
    internal IReadOnlyList<string> Inputs => [.. _inputs.Select(input => input.Name)];

    /// <summary>The names of the outputs.</summary>
    internal IReadOnlyList<string> Outputs => [.. _outputs.Select(output => output.Name)];

    /// <summary>Adds an input.</summary>
    /// <returns>Its value.</returns>
    internal string Input(string name, int type, params OnnxAxis[] axes)
    {
        _inputs.Add((name, type, axes));
        return name;
    }

    /// <summary>Turns the result of an operator into an output of the graph; nothing that uses it may be added afterwards.</summary>
    internal void Output(string name, string value, params OnnxAxis[] axes)
    {
        _outputs.Add((name, OnnxMessages.Float, axes));
        foreach (var item in _operators)
        {
            item.Output = item.Output == value ? name : item.Output;
            item.Inputs = [.. item.Inputs.Select(input => input == value ? name : input)];
        }
    }

    /// <inheritdoc/>
    public string Add(string op, IReadOnlyList<string> inputs, params ReadOnlySpan<OperatorAttribute> attributes)
    {
        string name = $"{op}_{_operators.Count}";
        _operators.Add(new Operator(name, op, attributes.ToArray()) { Inputs = inputs, Output = name });
        return name;
    }

    /// <inheritdoc/>
    public string Constant(Parameter parameter)
    {
        if (!_constants.ContainsKey(parameter.Name))
        {
            float[] engine = parameter.Value.ToArray(), file = new float[engine.Length];
            parameter.Layout.ToFile(engine, file);
            var axes = new List<long>();
            foreach (int axis in parameter.Layout.Dimensions)
            {
                axes.Add(axis);
            }

            _constants.Add(parameter.Name, OnnxMessages.Tensor(parameter.Name, axes, OnnxMessages.Float, Bytes(file)));
        }

        return parameter.Name;
    }

    /// <inheritdoc/>
    public string Constant(ReadOnlySpan<float> values, params ReadOnlySpan<long> axes) => Add(axes, OnnxMessages.Float, Bytes(values));

    /// <inheritdoc/>
    public string Constant(params ReadOnlySpan<long> values) => Add([values.Length], OnnxMessages.Int64, Bytes(values));

    /// <summary>All of it.</summary>
    /// <param name="name">Of the graph.</param>
    internal ProtobufMessage ToMessage(string name) => OnnxMessages.Graph(
        name,
        _operators.Select(item => OnnxMessages.Node(item.Name, item.Op, item.Inputs, item.Output, item.Attributes)),
        _constants.Values,
        _inputs.Select(input => OnnxMessages.Value(input.Name, input.Type, input.Axes)),
        _outputs.Select(output => OnnxMessages.Value(output.Name, output.Type, output.Axes)));

    private static byte[] Bytes(ReadOnlySpan<float> values)
    {
        byte[] bytes = new byte[checked(values.Length * sizeof(float))];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), values[i]);
        }

        return bytes;
    }

    private static byte[] Bytes(ReadOnlySpan<long> values)
    {
        byte[] bytes = new byte[checked(values.Length * sizeof(long))];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(i * sizeof(long)), values[i]);
        }

        return bytes;
    }

    private string Add(ReadOnlySpan<long> axes, int type, byte[] bytes)
    {
        string name = $"constant_{_constants.Count}";
        _constants.Add(name, OnnxMessages.Tensor(name, axes.ToArray(), type, bytes));
        return name;
    }

    private sealed class Operator(string name, string op, OperatorAttribute[] attributes)
    {
        internal string Name { get; } = name;

        internal string Op { get; } = op;

        internal OperatorAttribute[] Attributes { get; } = attributes;

        internal required IReadOnlyList<string> Inputs { get; set; }

        internal required string Output { get; set; }
    }
}
