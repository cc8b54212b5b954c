namespace ILGpuAutoencoders.Engine;

/// <summary>y = eˣ; dy/dx = y.</summary>
internal readonly struct Exp : IUnaryOp
{
    /// <inheritdoc/>
    public bool DerivativeFromOutput => true;

    /// <inheritdoc/>
    public T Forward<T>(T x)
        where T : struct, ILane<T> => T.Exp(x);

    /// <inheritdoc/>
    public T Derivative<T>(T y)
        where T : struct, ILane<T> => y;
}

/// <summary>y = eˣ; dy/dx = y.</summary>
public static class ExpOp
{
    extension(Tensor x)
    {
        /// <summary>y = eˣ; dy/dx = y.</summary>
        public Tensor Exp() => x.Map<Exp>();
    }
}
