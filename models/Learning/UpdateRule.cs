using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Models;

/// <summary>How weights follow gradients.</summary>
public sealed class UpdateRule
{
    private const double SgdMomentum = 0.9;

    private readonly Func<ParameterArena, float, double?, Optimizer> _create;

    private UpdateRule(string name, Func<ParameterArena, float, double?, Optimizer> create) => (Name, _create) = (name, create);

    /// <summary>Adam (Kingma and Ba, 2015), betas 0.9 and 0.999, eps 1e-8; weight decay is added to the gradient.</summary>
    public static UpdateRule Adam { get; } = new(
        "adam", (arena, decay, norm) => new Adam(arena, new AdamOptions { WeightDecay = decay }) { MaxNorm = norm });

    /// <summary>AdamW (Loshchilov and Hutter, 2019): Adam with weight decay decoupled from the gradient.</summary>
    public static UpdateRule AdamW { get; } = new(
        "adamw", (arena, decay, norm) => new Adam(arena, new AdamOptions { WeightDecay = decay, IsDecoupled = true }) { MaxNorm = norm });

    /// <summary>Stochastic gradient descent with momentum 0.9.</summary>
    public static UpdateRule Sgd { get; } = new(
        "sgd", (arena, decay, norm) => new Sgd(arena, new SgdOptions { Momentum = SgdMomentum, WeightDecay = decay }) { MaxNorm = norm });

    /// <summary>All rules.</summary>
    public static IReadOnlyList<UpdateRule> All { get; } = [Adam, AdamW, Sgd];

    /// <summary>The name by which people choose it.</summary>
    public string Name { get; }

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>The optimiser of a model.</summary>
    /// <param name="arena">What it changes.</param>
    /// <param name="weightDecay">0 or more.</param>
    /// <param name="clipNorm">The largest norm of all gradients together; null for no limit.</param>
    internal Optimizer Create(ParameterArena arena, float weightDecay, double? clipNorm) => _create(arena, weightDecay, clipNorm);
}
