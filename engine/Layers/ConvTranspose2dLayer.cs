using ILGpuAutoencoders.Engine.Ops.Convolution;

namespace ILGpuAutoencoders.Engine;

/// <summary>
/// A transposed convolution of pictures with a square kernel; weight [in, out, k, k] in a file, [k, k, out, in] in the engine.
/// </summary>
public sealed class ConvTranspose2dLayer : Layer, IFusesActivation
{
    private readonly int _outputs, _kernel, _stride, _padding;
    private readonly Parameter _weight;
    private readonly Parameter? _bias;

    /// <summary>Describes a transposed convolution; kernel 4, stride 2, padding 1 doubles the sides.</summary>
    /// <param name="inputs">Channels of the input.</param>
    /// <param name="outputs">Channels of the output.</param>
    /// <param name="kernel">Side of the kernel.</param>
    /// <param name="stride">1 or more.</param>
    /// <param name="padding">Rows and columns cut off around the result, 0 or more.</param>
    /// <param name="bias">Whether a value is added to each output channel.</param>
    /// <param name="gain">Factor on PyTorch's starting weights.</param>
    public ConvTranspose2dLayer(int inputs, int outputs, int kernel = 4, int stride = 2, int padding = 1, bool bias = true, float gain = 1)
    {
        (_outputs, _kernel, _stride, _padding) = (outputs, kernel, stride, padding);
        // PyTorch takes the fan-in from the weight's second axis, which holds the outputs here.
        var start = Initialization.ByFanIn(outputs * kernel * kernel);
        _weight = new Parameter(
            "weight", FileLayout.Permuted([inputs, outputs, kernel, kernel], 2, 3, 1, 0),
            Initialization.ByFanIn(outputs * kernel * kernel, gain));
        _bias = bias ? new Parameter("bias", FileLayout.Same([outputs]), start) : null;
        Parameters = _bias is null ? [_weight] : [_weight, _bias];
    }

    /// <inheritdoc/>
    public override string Kind => "ConvTranspose2d";

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters { get; }

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => ConvShape.OfTransposed(input, _weight.Shape, _stride, _padding).Image;

    /// <inheritdoc/>
    public override long MultiplyAdds(Shape input) => (long)input.Count * _kernel * _kernel * _outputs;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x, ForwardPass pass) => Forward<Identity>(x, pass, default);

    /// <inheritdoc/>
    public Tensor Forward<TActivation>(Tensor x, ForwardPass pass, TActivation activation)
        where TActivation : unmanaged, IUnaryOp
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.ConvTranspose2d(_weight.Value, _bias?.Value, _stride, _padding, activation);
    }

    /// <inheritdoc/>
    public override string AddTo(IOperatorGraph graph, string x)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return graph.Add(
            "ConvTranspose", [x, .. Parameters.Select(graph.Constant)], OperatorAttribute.Integers("kernel_shape", _kernel, _kernel),
            OperatorAttribute.Integers("strides", _stride, _stride),
            OperatorAttribute.Integers("pads", _padding, _padding, _padding, _padding));
    }
}
