namespace ILGpuAutoencoders.Engine;

/// <summary>y = x: no activation, where a fused operation asks for one.</summary>
public readonly struct Identity : IUnaryOp
{
    /// <inheritdoc/>
    public bool DerivativeFromOutput => true;

    /// <inheritdoc/>
    public T Forward<T>(T x)
        where T : struct, ILane<T> => x;

    /// <inheritdoc/>
    public T Derivative<T>(T y)
        where T : struct, ILane<T> => T.Constant(1);
}
