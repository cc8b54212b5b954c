using System.Runtime.CompilerServices;

namespace ILGpuAutoencoders.Engine.Optimizers;

/// <summary>The formulas of one Adam step for one value, generic over the lane, with the constants of a run.</summary>
internal readonly struct AdamRule(AdamOptions options)
{
    private readonly float _pull1 = (float)(1 - options.Beta1), _beta2 = (float)options.Beta2, _pull2 = (float)(1 - options.Beta2);
    private readonly float _epsilon = (float)options.Epsilon, _decay = options.IsDecoupled ? 0 : (float)options.WeightDecay;

    /// <summary>g + decay · p.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal T Gradient<T>(T g, T p)
        where T : struct, ILane<T> => g + (T.Constant(_decay) * p);

    /// <summary>m + (1 - β₁)(g - m).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal T First<T>(T m, T g)
        where T : struct, ILane<T> => m + (T.Constant(_pull1) * (g - m));

    /// <summary>β₂v + (1 - β₂)g².</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal T Second<T>(T v, T g)
        where T : struct, ILane<T> => (T.Constant(_beta2) * v) + (T.Constant(_pull2) * g * g);

    /// <summary>shrink · p - stepSize · m / (√v · inverseCorrection + ε).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal T Weight<T>(T p, T m, T v, T stepSize, T inverseCorrection, T shrink)
        where T : struct, ILane<T> => (shrink * p) - (stepSize * m / ((T.Sqrt(v) * inverseCorrection) + T.Constant(_epsilon)));
}
