using ILGpuAutoencoders.Engine.Lanes;

namespace ILGpuAutoencoders.Engine;

/// <summary>An element-wise function as a layer.</summary>
public abstract class ActivationLayer : Layer
{
    /// <summary>y = max(x, 0).</summary>
    public static ActivationLayer Relu() => new ActivationLayer<Relu>("ReLU", default, "Relu");

    /// <summary>y = x where x &gt; 0, else slope · x.</summary>
    /// <param name="slope">More than 0.</param>
    public static ActivationLayer LeakyRelu(float slope = 0.2f)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(slope);
        return new ActivationLayer<LeakyRelu>("LeakyReLU", new LeakyRelu(slope), "LeakyRelu", OperatorAttribute.Number("alpha", slope));
    }

    /// <summary>y = 1 / (1 + e⁻ˣ).</summary>
    public static ActivationLayer Sigmoid() => new ActivationLayer<Sigmoid>("Sigmoid", default, "Sigmoid");

    /// <summary>y = tanh x.</summary>
    public static ActivationLayer Tanh() => new ActivationLayer<Tanh>("Tanh", default, "Tanh");

    /// <summary>Whether <see cref="ForwardAfter"/> can be used: the derivative follows from the output.</summary>
    internal abstract bool CanFuse { get; }

    /// <summary>The function of one number.</summary>
    /// <param name="x">Any number.</param>
    public abstract float At(float x);

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => input;

    /// <summary>f(layer(x)), with the type of f made known to the layer.</summary>
    internal abstract Tensor ForwardAfter(IFusesActivation layer, Tensor x, ForwardPass pass);
}

/// <summary>An element-wise function as a layer, with the function as a type.</summary>
/// <typeparam name="TActivation">The function.</typeparam>
/// <param name="kind">What a layer table calls it.</param>
/// <param name="activation">Its parameters.</param>
/// <param name="op">Its ONNX operator; null if there is none.</param>
/// <param name="attributes">Of that operator.</param>
public sealed class ActivationLayer<TActivation>(
    string kind, TActivation activation, string? op = null, params OperatorAttribute[] attributes) : ActivationLayer
    where TActivation : unmanaged, IUnaryOp
{
    /// <inheritdoc/>
    public override string Kind => kind;

    internal override bool CanFuse => activation.DerivativeFromOutput;

    /// <inheritdoc/>
    public override float At(float x) => activation.Forward(new ScalarLane(x)).Value;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x, ForwardPass pass)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Map(activation);
    }

    internal override Tensor ForwardAfter(IFusesActivation layer, Tensor x, ForwardPass pass) => layer.Forward(x, pass, activation);

    /// <inheritdoc/>
    public override string AddTo(IOperatorGraph graph, string x)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return op is null ? base.AddTo(graph, x) : graph.Add(op, [x], attributes);
    }
}
