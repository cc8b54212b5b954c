using ILGPU;

namespace ILGpuAutoencoders.Engine.Products;

/// <summary>
/// Half of an element's address: the part that depends only on its row (or column), or only on its k. A negative base means no element.
/// </summary>
internal struct Place
{
    internal int Base, Y, X;
}

/// <summary>
/// One factor of a product C = A · B as tiles read it. For A the outer index is C's row, for B its column; the inner one is k.
/// An address is a sum of one part for each, so that a thread computes the outer part once.
/// </summary>
internal interface ITileOperand<TSelf>
    where TSelf : struct, ITileOperand<TSelf>
{
    /// <summary>Whether neighbours in memory differ in k; otherwise in the outer index.</summary>
    static abstract bool IsAlongK { get; }

    /// <summary>Floats that one copy moves, 4 or 1: 4 requires the axis of neighbours and every step to be multiples of 4.</summary>
    static abstract int Width { get; }

    ArrayView<float> Values { get; }

    /// <summary>The operand of one phase of a launch; see <see cref="ProductSize"/>.</summary>
    TSelf OfPhase(int phase);

    Place Outer(int index);

    Place Inner(int k);

    /// <summary>Where the element is in <see cref="Values"/>; negative for a zero that is not in memory.</summary>
    int Offset(Place outer, Place inner);
}
