namespace ILGpuAutoencoders.Engine;

/// <summary>y = |x|; dy/dx = sign x, 0 at 0.</summary>
internal readonly struct AbsoluteValue : IUnaryOp
{
    /// <inheritdoc/>
    public bool DerivativeFromOutput => false;

    /// <inheritdoc/>
    public T Forward<T>(T x)
        where T : struct, ILane<T> => T.Abs(x);

    /// <inheritdoc/>
    public T Derivative<T>(T x)
        where T : struct, ILane<T> => T.WhereGreater(x, T.Constant(0), T.Constant(1), T.WhereGreater(T.Constant(0), x, T.Constant(-1), T.Constant(0)));
}

/// <summary>y = |x|; dy/dx = sign x, 0 at 0.</summary>
public static class AbsoluteValueOp
{
    extension(Tensor x)
    {
        /// <summary>y = |x|; dy/dx = sign x, 0 at 0.</summary>
        public Tensor Abs() => x.Map<AbsoluteValue>();
    }
}
