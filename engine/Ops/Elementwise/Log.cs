namespace ILGpuAutoencoders.Engine;

/// <summary>y = ln x for x &gt; 0; dy/dx = 1 / x.</summary>
internal readonly struct Log : IUnaryOp
{
    /// <inheritdoc/>
    public bool DerivativeFromOutput => false;

    /// <inheritdoc/>
    public T Forward<T>(T x)
        where T : struct, ILane<T> => T.Log(x);

    /// <inheritdoc/>
    public T Derivative<T>(T x)
        where T : struct, ILane<T> => T.Constant(1) / x;
}

/// <summary>y = ln x for x &gt; 0; dy/dx = 1 / x.</summary>
public static class LogOp
{
    extension(Tensor x)
    {
        /// <summary>y = ln x for x &gt; 0; dy/dx = 1 / x.</summary>
        public Tensor Log() => x.Map<Log>();
    }
}
