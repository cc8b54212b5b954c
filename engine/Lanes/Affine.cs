namespace ILGpuAutoencoders.Engine.Lanes;

/// <summary>y = scale · x + shift.</summary>
/// <param name="scale">Factor.</param>
/// <param name="shift">Term.</param>
internal readonly struct Affine(float scale, float shift) : IUnaryOp
{
    /// <inheritdoc/>
    public bool DerivativeFromOutput => true;

    /// <inheritdoc/>
    public T Forward<T>(T x)
        where T : struct, ILane<T> => (x * T.Constant(scale)) + T.Constant(shift);

    /// <inheritdoc/>
    public T Derivative<T>(T y)
        where T : struct, ILane<T> => T.Constant(scale);
}
