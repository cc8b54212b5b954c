namespace ILGpuAutoencoders.Engine;

/// <summary>y = x²; dy/dx = 2x.</summary>
internal readonly struct Square : IUnaryOp
{
    /// <inheritdoc/>
    public bool DerivativeFromOutput => false;

    /// <inheritdoc/>
    public T Forward<T>(T x)
        where T : struct, ILane<T> => x * x;

    /// <inheritdoc/>
    public T Derivative<T>(T x)
        where T : struct, ILane<T> => x + x;
}

/// <summary>y = x²; dy/dx = 2x.</summary>
public static class SquareOp
{
    extension(Tensor x)
    {
        /// <summary>y = x²; dy/dx = 2x.</summary>
        public Tensor Square() => x.Map<Square>();
    }
}
