namespace ILGpuAutoencoders.Engine;

/// <summary>
/// Batch normalisation of pictures, channel by channel: with the statistics of the batch in training, which also update the running ones,
/// and with the running ones in inference.
/// </summary>
public sealed class BatchNorm2dLayer : Layer, IFusesActivation
{
    private const float Momentum = 0.1f, Epsilon = 1e-5f;

    private readonly int _channels;
    private readonly Parameter _weight, _bias, _runningMean, _runningVariance, _batches;

    /// <summary>Describes a batch normalisation with PyTorch's eps of 1e-5 and momentum of 0.1.</summary>
    /// <param name="channels">Channels of the pictures.</param>
    public BatchNorm2dLayer(int channels)
    {
        _channels = channels;
        var layout = FileLayout.Same([channels]);
        _weight = new Parameter("weight", layout, Initialization.Constant(1));
        _bias = new Parameter("bias", layout, Initialization.Constant(0));
        _runningMean = new Parameter("running_mean", layout, Initialization.Constant(0)) { IsTrainable = false };
        _runningVariance = new Parameter("running_var", layout, Initialization.Constant(1)) { IsTrainable = false };
        _batches = new Parameter(
            "num_batches_tracked", FileLayout.Same([]), Initialization.Constant(0))
        { IsTrainable = false, IsCount = true };
        Parameters = [_weight, _bias, _runningMean, _runningVariance, _batches];
    }

    /// <inheritdoc/>
    public override string Kind => "BatchNorm2d";

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters { get; }

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => input.Rank == 4 && input[3] == _channels
        ? input
        : throw new ArgumentException(
            $"BatchNorm2d: the input {input} is not [N, H, W, {_channels}]; change the layer before.", nameof(input));

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x, ForwardPass pass) => Forward<Identity>(x, pass, default);

    /// <inheritdoc/>
    public Tensor Forward<TActivation>(Tensor x, ForwardPass pass, TActivation activation)
        where TActivation : unmanaged, IUnaryOp
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(pass);
        return x.BatchNorm(_weight.Value, _bias.Value, _runningMean.Value, _runningVariance.Value, _batches.Value, Momentum, Epsilon,
            pass.IsTraining, activation);
    }

    /// <inheritdoc/>
    public override string AddTo(IOperatorGraph graph, string x)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return graph.Add("BatchNormalization", [x, .. new[] { _weight, _bias, _runningMean, _runningVariance }.Select(graph.Constant)],
            OperatorAttribute.Number("epsilon", Epsilon));
    }
}
