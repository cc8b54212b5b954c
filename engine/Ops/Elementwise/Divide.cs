namespace ILGpuAutoencoders.Engine;

/// <summary>z = a / b.</summary>
internal readonly struct Divide : IBinaryOp
{
    /// <inheritdoc/>
    public T Forward<T>(T a, T b)
        where T : struct, ILane<T> => a / b;

    /// <inheritdoc/>
    public T DerivativeA<T>(T a, T b)
        where T : struct, ILane<T> => T.Constant(1) / b;

    /// <inheritdoc/>
    public T DerivativeB<T>(T a, T b)
        where T : struct, ILane<T> => T.Constant(0) - (a / (b * b));
}

/// <summary>z = a / b.</summary>
public static class DivideOp
{
    extension(Tensor a)
    {
        /// <summary>z = a / b.</summary>
        /// <param name="b">The other operand; the shapes broadcast.</param>
        public Tensor Divide(Tensor b) => a.Map<Divide>(b);
    }
}
