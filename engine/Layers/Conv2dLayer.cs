using ILGpuAutoencoders.Engine.Ops.Convolution;

namespace ILGpuAutoencoders.Engine;

/// <summary>A convolution of pictures with a square kernel; weight [out, in, k, k] in a file, [k, k, in, out] in the engine.</summary>
public sealed class Conv2dLayer : Layer, IFusesActivation
{
    private readonly int _inputs, _kernel, _stride, _padding;
    private readonly Parameter _weight;
    private readonly Parameter? _bias;

    /// <summary>Describes a convolution; kernel 4, stride 2, padding 1 halves the sides.</summary>
    /// <param name="inputs">Channels of the input.</param>
    /// <param name="outputs">Channels of the output.</param>
    /// <param name="kernel">Side of the kernel.</param>
    /// <param name="stride">1 or more.</param>
    /// <param name="padding">Zeros around the picture, 0 or more.</param>
    /// <param name="bias">Whether a value is added to each output channel.</param>
    /// <param name="gain">Factor on PyTorch's starting weights.</param>
    public Conv2dLayer(int inputs, int outputs, int kernel = 4, int stride = 2, int padding = 1, bool bias = true, float gain = 1)
    {
        (_inputs, _kernel, _stride, _padding) = (inputs, kernel, stride, padding);
        var start = Initialization.ByFanIn(inputs * kernel * kernel);
        _weight = new Parameter(
            "weight", FileLayout.Permuted([outputs, inputs, kernel, kernel], 2, 3, 1, 0),
            Initialization.ByFanIn(inputs * kernel * kernel, gain));
        _bias = bias ? new Parameter("bias", FileLayout.Same([outputs]), start) : null;
        Parameters = _bias is null ? [_weight] : [_weight, _bias];
    }

    /// <inheritdoc/>
    public override string Kind => "Conv2d";

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters { get; }

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => ConvShape.OfConvolution(input, _weight.Shape, _stride, _padding).Patches;

    /// <inheritdoc/>
    public override long MultiplyAdds(Shape input) => (long)OutputShape(input).Count * _kernel * _kernel * _inputs;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x, ForwardPass pass) => Forward<Identity>(x, pass, default);

    /// <inheritdoc/>
    public Tensor Forward<TActivation>(Tensor x, ForwardPass pass, TActivation activation)
        where TActivation : unmanaged, IUnaryOp
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Conv2d(_weight.Value, _bias?.Value, _stride, _padding, activation);
    }

    /// <inheritdoc/>
    public override string AddTo(IOperatorGraph graph, string x)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return graph.Add(
            "Conv", [x, .. Parameters.Select(graph.Constant)], OperatorAttribute.Integers("kernel_shape", _kernel, _kernel),
            OperatorAttribute.Integers("strides", _stride, _stride),
            OperatorAttribute.Integers("pads", _padding, _padding, _padding, _padding));
    }
}
