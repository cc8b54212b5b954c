namespace ILGpuAutoencoders.Engine;

/// <summary>A part of a network: its parameters, and how it maps a batch of pictures [N, H, W, C] or vectors [N, C].</summary>
/// <remarks>It can be built, and its parameters and multiply-adds counted, without a device; <see cref="Forward"/> needs its parameters
/// in a <see cref="ParameterArena"/>.</remarks>
public abstract class Layer
{
    /// <summary>What it is called in a layer table: Conv2d.</summary>
    public abstract string Kind { get; }

    /// <summary>Its parameters and buffers, in PyTorch's order.</summary>
    public virtual IReadOnlyList<Parameter> Parameters => [];

    /// <summary>The shape it maps a shape to.</summary>
    /// <param name="input">With the batch as first axis.</param>
    /// <exception cref="ArgumentException">The layer does not take this shape.</exception>
    public abstract Shape OutputShape(Shape input);

    /// <summary>
    /// Multiply-adds of one forward pass, for linear and convolution layers only; taps on zero padding count, taps between
    /// the inputs of a transposed convolution do not.
    /// </summary>
    /// <param name="input">With the batch as first axis.</param>
    public virtual long MultiplyAdds(Shape input) => 0;

    /// <summary>Maps a batch.</summary>
    /// <param name="x">The batch; it is not modified.</param>
    /// <param name="pass">Training or inference.</param>
    public abstract Tensor Forward(Tensor x, ForwardPass pass);

    /// <summary>Adds what it does in inference to a graph of ONNX operators.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">The value it maps: pictures [N, C, H, W] or vectors [N, C].</param>
    /// <returns>The value it gives.</returns>
    /// <exception cref="NotSupportedException">The layer has no ONNX form; every layer of this project has one.</exception>
    public virtual string AddTo(IOperatorGraph graph, string x) =>
        throw new NotSupportedException($"{Kind}: the layer has no ONNX form; override AddTo.");
}

/// <summary>A layer whose last pass over memory can apply an activation too.</summary>
public interface IFusesActivation
{
    /// <summary>f(layer(x)) in one pass.</summary>
    /// <typeparam name="TActivation">An operation whose derivative follows from its output.</typeparam>
    /// <param name="x">The batch.</param>
    /// <param name="pass">Training or inference.</param>
    /// <param name="activation">Its parameters.</param>
    Tensor Forward<TActivation>(Tensor x, ForwardPass pass, TActivation activation)
        where TActivation : unmanaged, IUnaryOp;
}
