using ILGpuAutoencoders.Engine.Optimizers;

namespace ILGpuAutoencoders.Engine;

/// <summary>The settings of <see cref="Sgd"/>; PyTorch's defaults.</summary>
public sealed record SgdOptions
{
    /// <summary>μ: how much of the last direction remains, in [0, 1).</summary>
    public double Momentum { get; init; }

    /// <summary>0 or more; decay · p is added to the gradient.</summary>
    public double WeightDecay { get; init; }
}

/// <summary>
/// Stochastic gradient descent with momentum as PyTorch computes it: b ← μb + g; p ← p - lr · b. The learning rate is outside b, unlike
/// in Sutskever et al. (2013).
/// </summary>
/// <param name="arena">The parameters.</param>
/// <param name="options">The settings.</param>
public sealed class Sgd(ParameterArena arena, SgdOptions options) : Optimizer(arena, "momentum_buffer")
{
    private readonly SgdOptions _options = Valid(options);

    private protected override void WriteScalars(Span<float> scalars, long step, double learningRate) =>
        scalars[SgdStep.LearningRate] = (float)learningRate;

    private protected override void Launch() => Arena.Device.Run(new SgdStep(
        Arena.Values, Arena.Gradients, Moments[0].Values, Scalars, (float)_options.Momentum, (float)_options.WeightDecay));

    private static SgdOptions Valid(SgdOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options is not { Momentum: >= 0 and < 1, WeightDecay: >= 0 })
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), options, "Sgd: the momentum must be in [0, 1) and the weight decay 0 or more.");
        }

        return options;
    }
}
