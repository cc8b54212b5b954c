namespace ILGpuAutoencoders.Engine;

/// <summary>y = |x|; dy/dx = sign x, 0 at 0.</summary>
internal readonly struct Abs : IUnaryOp
{
    /// <inheritdoc/>
    public bool DerivativeFromOutput => false;

    /// <inheritdoc/>
    public T Forward<T>(T x)
        where T : struct, ILane<T> => T.Abs(x);

    /// <inheritdoc/>
    public T Derivative<T>(T x)
        where T : struct, ILane<T>
    {
        var zero = T.Constant(0);
        return T.WhereGreater(x, zero, T.Constant(1), T.WhereGreater(zero, x, T.Constant(-1), zero));
    }
}

/// <summary>y = |x|; dy/dx = sign x, 0 at 0.</summary>
public static class AbsOp
{
    extension(Tensor x)
    {
        /// <summary>y = |x|; dy/dx = sign x, 0 at 0.</summary>
        public Tensor Abs() => x.Map<Abs>();
    }
}
