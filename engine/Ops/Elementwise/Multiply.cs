namespace ILGpuAutoencoders.Engine;

/// <summary>z = a · b.</summary>
internal readonly struct Multiply : IBinaryOp
{
    /// <inheritdoc/>
    public T Forward<T>(T a, T b)
        where T : struct, ILane<T> => a * b;

    /// <inheritdoc/>
    public T DerivativeA<T>(T a, T b)
        where T : struct, ILane<T> => b;

    /// <inheritdoc/>
    public T DerivativeB<T>(T a, T b)
        where T : struct, ILane<T> => a;
}

/// <summary>z = a · b.</summary>
public static class MultiplyOp
{
    extension(Tensor a)
    {
        /// <summary>z = a · b.</summary>
        /// <param name="b">The other operand; the shapes broadcast.</param>
        public Tensor Multiply(Tensor b) => a.Map<Multiply>(b);
    }
}
