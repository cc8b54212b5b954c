namespace ILGpuAutoencoders.Engine;

/// <summary>y = tanh x = 1 - 2 / (e²ˣ + 1); dy/dx = 1 - y².</summary>
public readonly struct Tanh : IUnaryOp
{
    /// <inheritdoc/>
    public bool DerivativeFromOutput => true;

    /// <inheritdoc/>
    public T Forward<T>(T x)
        where T : struct, ILane<T> => T.Constant(1) - (T.Constant(2) / (T.Exp(x + x) + T.Constant(1)));

    /// <inheritdoc/>
    public T Derivative<T>(T y)
        where T : struct, ILane<T> => T.Constant(1) - (y * y);
}

/// <summary>y = tanh x = 1 - 2 / (e²ˣ + 1); dy/dx = 1 - y².</summary>
public static class TanhOp
{
    extension(Tensor x)
    {
        /// <summary>y = tanh x = 1 - 2 / (e²ˣ + 1); dy/dx = 1 - y².</summary>
        public Tensor Tanh() => x.Map<Tanh>();
    }
}
