namespace ILGpuAutoencoders.Engine;

/// <summary>y = max(x, 0); dy/dx is 0 at 0.</summary>
public readonly struct Relu : IUnaryOp
{
    /// <inheritdoc/>
    public bool DerivativeFromOutput => true;

    /// <inheritdoc/>
    public T Forward<T>(T x)
        where T : struct, ILane<T> => T.Max(x, T.Constant(0));

    /// <inheritdoc/>
    public T Derivative<T>(T y)
        where T : struct, ILane<T> => T.WhereGreater(y, T.Constant(0), T.Constant(1), T.Constant(0));
}

/// <summary>y = max(x, 0); dy/dx is 0 at 0.</summary>
public static class ReluOp
{
    extension(Tensor x)
    {
        /// <summary>y = max(x, 0); dy/dx is 0 at 0.</summary>
        public Tensor Relu() => x.Map<Relu>();
    }
}
