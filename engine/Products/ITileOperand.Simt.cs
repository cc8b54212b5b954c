using ILGPU;

namespace ILGpuAutoencoders.Engine.Products;

/// <summary>
/// Half of an element's address: what follows from its row (or column) or from its k alone. A base below 0 means that there is nothing.
/// </summary>
internal struct Place
{
    internal int Base, Y, X;
}

/// <summary>
/// One factor of a product C = A · B as tiles read it. For A the outer index is C's row, for B its column; the inner one is k.
/// Addresses split into a part of each, so that a thread works out the outer part once.
/// </summary>
internal interface ITileOperand<TSelf>
    where TSelf : struct, ITileOperand<TSelf>
{
    /// <summary>Whether neighbours in memory differ in k; otherwise in the outer index.</summary>
    static abstract bool IsAlongK { get; }

    /// <summary>Floats that one copy moves, 4 or 1: 4 asks that the axis of neighbours and every step be multiples of 4.</summary>
    static abstract int Width { get; }

    ArrayView<float> Values { get; }

    /// <summary>The operand of one phase of a launch; see <see cref="ProductSize"/>.</summary>
    TSelf OfPhase(int phase);

    Place Outer(int index);

    Place Inner(int k);

    /// <summary>Where the element lies in <see cref="Values"/>; below 0 for a zero that lies nowhere.</summary>
    int Offset(Place outer, Place inner);
}
