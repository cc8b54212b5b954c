namespace ILGpuAutoencoders.Engine;

/// <summary>y = √x for x &gt; 0; dy/dx = 1 / (2y).</summary>
internal readonly struct Sqrt : IUnaryOp
{
    /// <inheritdoc/>
    public bool DerivativeFromOutput => true;

    /// <inheritdoc/>
    public T Forward<T>(T x)
        where T : struct, ILane<T> => T.Sqrt(x);

    /// <inheritdoc/>
    public T Derivative<T>(T y)
        where T : struct, ILane<T> => T.Constant(0.5f) / y;
}

/// <summary>y = √x for x &gt; 0; dy/dx = 1 / (2y).</summary>
public static class SqrtOp
{
    extension(Tensor x)
    {
        /// <summary>y = √x for x &gt; 0; dy/dx = 1 / (2y).</summary>
        public Tensor Sqrt() => x.Map<Sqrt>();
    }
}
