using ILGpuAutoencoders.Engine.Optimizers;

namespace ILGpuAutoencoders.Engine;

/// <summary>The settings of <see cref="Adam"/>; PyTorch's defaults.</summary>
public sealed record AdamOptions
{
    /// <summary>Decay of the first moment, in [0, 1).</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Decay of the second moment, in [0, 1).</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Added to the denominator, more than 0.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>0 or more; PyTorch's default is 0 for Adam and 0.01 for AdamW.</summary>
    public double WeightDecay { get; init; }

    /// <summary>
    /// Whether weights shrink by lr · decay independently of the gradient (AdamW), instead of decay · p being added to it.
    /// </summary>
    public bool IsDecoupled { get; init; }
}

/// <summary>
/// Adam of Kingma and Ba, "Adam: a method for stochastic optimization" (2015), and AdamW of Loshchilov and Hutter,
/// "Decoupled weight decay regularization" (2019), as PyTorch computes them:
/// m ← m + (1 - β₁)(g - m); v ← β₂v + (1 - β₂)g²; p ← p - lr/(1 - β₁ᵗ) · m / (√v / √(1 - β₂ᵗ) + ε).
/// </summary>
/// <param name="arena">The parameters.</param>
/// <param name="options">The settings.</param>
public sealed class Adam(ParameterArena arena, AdamOptions options) : Optimizer(arena, "exp_avg", "exp_avg_sq")
{
    private readonly AdamOptions _options = Valid(options);

    /// <summary>AdamW with PyTorch's defaults.</summary>
    /// <param name="arena">The parameters.</param>
    /// <param name="weightDecay">0 or more.</param>
    public static Adam Decoupled(ParameterArena arena, double weightDecay = 0.01) =>
        new(arena, new AdamOptions { WeightDecay = weightDecay, IsDecoupled = true });

    private protected override void WriteScalars(Span<float> scalars, long step, double learningRate)
    {
        scalars[AdamStep.StepSize] = (float)(learningRate / (1 - Math.Pow(_options.Beta1, step)));
        scalars[AdamStep.InverseCorrection] = (float)(1 / Math.Sqrt(1 - Math.Pow(_options.Beta2, step)));
        scalars[AdamStep.Shrink] = (float)(_options.IsDecoupled ? 1 - (learningRate * _options.WeightDecay) : 1);
    }

    private protected override void Launch() => Arena.Device.Run(
        new AdamStep(Arena.Values, Arena.Gradients, Moments[0].Values, Moments[1].Values, Scalars, new AdamRule(_options)));

    private static AdamOptions Valid(AdamOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options is not { Beta1: >= 0 and < 1, Beta2: >= 0 and < 1, Epsilon: > 0, WeightDecay: >= 0 })
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), options, "Adam: betas must be in [0, 1), epsilon above 0 and the weight decay 0 or more.");
        }

        return options;
    }
}
