namespace ILGpuAutoencoders.Engine;

/// <summary>y = ln(1 + eˣ), as max(x, 0) + ln(1 + e⁻|x|), which does not overflow; dy/dx = 1 / (1 + e⁻ˣ).</summary>
public readonly struct Softplus : IUnaryOp
{
    /// <inheritdoc/>
    public bool DerivativeFromOutput => false;

    /// <inheritdoc/>
    public T Forward<T>(T x)
        where T : struct, ILane<T> => T.Max(x, T.Constant(0)) + T.Log(T.Constant(1) + T.Exp(T.Constant(0) - T.Abs(x)));

    /// <inheritdoc/>
    public T Derivative<T>(T x)
        where T : struct, ILane<T> => T.Constant(1) / (T.Constant(1) + T.Exp(T.Constant(0) - x));
}

/// <summary>y = ln(1 + eˣ).</summary>
public static class SoftplusOp
{
    extension(Tensor x)
    {
        /// <summary>y = ln(1 + eˣ), element by element.</summary>
        public Tensor Softplus() => x.Map<Softplus>();
    }
}
