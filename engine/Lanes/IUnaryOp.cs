namespace ILGpuAutoencoders.Engine;

/// <summary>y = f(x), element by element: the formula and its derivative, generic over the lane.</summary>
/// <remarks>Implement it as a <c>readonly struct</c>, with parameters as fields; see docs/adding-an-op.md.</remarks>
public interface IUnaryOp
{
    /// <summary>
    /// Whether <see cref="Derivative{T}"/> is given y (true) or x (false); y lets x be freed early and a matmul fuse the operation.
    /// </summary>
    bool DerivativeFromOutput { get; }

    /// <summary>f(x).</summary>
    /// <typeparam name="T">The lane.</typeparam>
    /// <param name="x">The operand.</param>
    T Forward<T>(T x)
        where T : struct, ILane<T>;

    /// <summary>f'(x).</summary>
    /// <typeparam name="T">The lane.</typeparam>
    /// <param name="saved">y or x, by <see cref="DerivativeFromOutput"/>.</param>
    T Derivative<T>(T saved)
        where T : struct, ILane<T>;
}
