namespace ILGpuAutoencoders.Engine;

/// <summary>z = f(a, b), element by element, with its two partial derivatives.</summary>
/// <remarks>Implement it as a <c>readonly struct</c>; see docs/adding-an-op.md.</remarks>
public interface IBinaryOp
{
    /// <summary>f(a, b).</summary>
    T Forward<T>(T a, T b)
        where T : struct, ILane<T>;

    /// <summary>∂f/∂a.</summary>
    T DerivativeA<T>(T a, T b)
        where T : struct, ILane<T>;

    /// <summary>∂f/∂b.</summary>
    T DerivativeB<T>(T a, T b)
        where T : struct, ILane<T>;
}
