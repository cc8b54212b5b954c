namespace ILGpuAutoencoders.Engine;

/// <summary>y = x where x &gt; 0, else slope · x.</summary>
/// <param name="slope">More than 0, so that y has the sign of x; 0.2 in the improved family.</param>
public readonly struct LeakyRelu(float slope) : IUnaryOp
{
    /// <inheritdoc/>
    public bool DerivativeFromOutput => true;

    /// <inheritdoc/>
    public T Forward<T>(T x)
        where T : struct, ILane<T> => T.WhereGreater(x, T.Constant(0), x, x * T.Constant(slope));

    /// <inheritdoc/>
    public T Derivative<T>(T y)
        where T : struct, ILane<T> => T.WhereGreater(y, T.Constant(0), T.Constant(1), T.Constant(slope));
}

/// <summary>y = x where x &gt; 0, else slope · x.</summary>
public static class LeakyReluOp
{
    extension(Tensor x)
    {
        /// <summary>y = x where x &gt; 0, else slope · x.</summary>
        /// <param name="slope">More than 0.</param>
        public Tensor LeakyRelu(float slope)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(slope);
            return x.Map(new LeakyRelu(slope));
        }
    }
}
