using System.Runtime.CompilerServices;
using ILGPU;

namespace ILGpuAutoencoders.Engine.Products.Simt;

/// <summary>In which index of a matrix neighbours differ, as a type.</summary>
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

    /// <summary>A matrix by the count and the step of each of its indices; for B the outer one is the column.</summary>
    internal static MatrixOperand<TAxis, TWidth> Of(ArrayView<float> matrix, (int Count, int Step) outer, (int Count, int Step) k) => new()
    {
        Matrix = matrix,
        OuterCount = outer.Count,
        OuterStep = outer.Step,
        InnerCount = k.Count,
        InnerStep = k.Step,
    };

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
