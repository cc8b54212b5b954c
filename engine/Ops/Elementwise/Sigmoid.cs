namespace ILGpuAutoencoders.Engine;

/// <summary>y = 1 / (1 + e⁻ˣ); dy/dx = y(1 - y).</summary>
public readonly struct Sigmoid : IUnaryOp
{
    /// <inheritdoc/>
    public bool DerivativeFromOutput => true;

    /// <inheritdoc/>
    public T Forward<T>(T x)
        where T : struct, ILane<T> => T.Constant(1) / (T.Constant(1) + T.Exp(T.Constant(0) - x));

    /// <inheritdoc/>
    public T Derivative<T>(T y)
        where T : struct, ILane<T> => y * (T.Constant(1) - y);
}

/// <summary>y = 1 / (1 + e⁻ˣ); dy/dx = y(1 - y).</summary>
public static class SigmoidOp
{
    extension(Tensor x)
    {
        /// <summary>y = 1 / (1 + e⁻ˣ); dy/dx = y(1 - y).</summary>
        public Tensor Sigmoid() => x.Map<Sigmoid>();
    }
}
