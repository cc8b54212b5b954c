namespace ILGpuAutoencoders.Engine;

/// <summary>z = a - b.</summary>
internal readonly struct Subtract : IBinaryOp
{
    /// <inheritdoc/>
    public T Forward<T>(T a, T b)
        where T : struct, ILane<T> => a - b;

    /// <inheritdoc/>
    public T DerivativeA<T>(T a, T b)
        where T : struct, ILane<T> => T.Constant(1);

    /// <inheritdoc/>
    public T DerivativeB<T>(T a, T b)
        where T : struct, ILane<T> => T.Constant(-1);
}

/// <summary>z = a - b.</summary>
public static class SubtractOp
{
    extension(Tensor a)
    {
        /// <summary>z = a - b.</summary>
        /// <param name="b">The other operand; the shapes broadcast.</param>
        public Tensor Subtract(Tensor b) => a.Map<Subtract>(b);
    }
}
