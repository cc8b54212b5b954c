using System.Runtime.CompilerServices;
using ILGPU;

namespace ILGpuAutoencoders.Engine.Products.Simt;

/// <summary>Half of an element's address: what follows from its row (or column) or from its k alone. A base below 0 means that there is nothing.</summary>
internal struct Place
{
    internal int Base, Y, X;
}

/// <summary>
/// One factor of a product C = A · B as tiles read it. For A the outer index is C's row, for B its column; the inner one is k. Addresses split into
/// a part of each, so that a thread works out the outer part once.
/// </summary>
internal interface ITileOperand<TSelf>
    where TSelf : struct, ITileOperand<TSelf>
{
    /// <summary>Whether neighbours in memory differ in k; otherwise in the outer index.</summary>
    static abstract bool IsAlongK { get; }

    /// <summary>Floats that one copy moves, 4 or 1: 4 asks that the axis of neighbours and every step be multiples of 4.</summary>
    static abstract int Width { get; }

    ArrayView<float> Values { get; }

    /// <summary>The operand of one phase of a transposed convolution; other operands are the same in the only phase.</summary>
    TSelf OfPhase(int phase);

    Place Outer(int index);

    Place Inner(int k);

    /// <summary>Where the element lies in <see cref="Values"/>; below 0 for a zero that lies nowhere.</summary>
    int Offset(Place outer, Place inner);
}

/// <summary>How many floats a copy moves, as a type.</summary>
internal interface IWidth
{
    static abstract int Floats { get; }
}

/// <summary>16 bytes.</summary>
internal readonly struct Wide : IWidth
{
    public static int Floats => 4;
}

/// <summary>4 bytes: for axes that are no multiple of 4, such as the three colours of a picture.</summary>
internal readonly struct Narrow : IWidth
{
    public static int Floats => 1;
}

/// <summary>Which index of a matrix neighbours differ in, as a type.</summary>
internal interface IAxis
{
    static abstract bool IsK { get; }
}

/// <summary>Neighbours differ in k.</summary>
internal readonly struct AlongK : IAxis
{
    public static bool IsK => true;
}

/// <summary>Neighbours differ in the row of A or the column of B.</summary>
internal readonly struct AcrossK : IAxis
{
    public static bool IsK => false;
}

/// <summary>A matrix in memory.</summary>
internal struct MatrixOperand<TAxis, TWidth> : ITileOperand<MatrixOperand<TAxis, TWidth>>
    where TAxis : struct, IAxis
    where TWidth : struct, IWidth
{
    internal ArrayView<float> Matrix;
    internal int OuterCount, OuterStep, InnerCount, InnerStep;

    public static bool IsAlongK => TAxis.IsK;

    public static int Width => TWidth.Floats;

    public readonly ArrayView<float> Values => Matrix;

    public readonly MatrixOperand<TAxis, TWidth> OfPhase(int phase) => this;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Place Outer(int index) => new() { Base = index < OuterCount ? index * OuterStep : -1 };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Place Inner(int k) => new() { Base = k < InnerCount ? k * InnerStep : -1 };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly int Offset(Place outer, Place inner) => (outer.Base | inner.Base) < 0 ? -1 : outer.Base + inner.Base;
}
