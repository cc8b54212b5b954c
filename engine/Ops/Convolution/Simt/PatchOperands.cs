using System.Runtime.CompilerServices;
using ILGPU;
using ILGpuAutoencoders.Engine.Products;

namespace ILGpuAutoencoders.Engine.Ops.Convolution.Simt;

/// <summary>Patches as A of [positions, taps]: a convolution, and with phases its transpose.</summary>
internal struct PatchRows<TWidth> : ITileOperand<PatchRows<TWidth>>
    where TWidth : struct, IWidth
{
    internal ArrayView<float> Pictures;
    internal PatchGeometry Geometry;
    internal Phases Phases;

    public static bool IsAlongK => true;

    public static int Width => TWidth.Floats;

    public readonly ArrayView<float> Values => Pictures;

    public readonly PatchRows<TWidth> OfPhase(int phase)
    {
        var result = this;
        result.Geometry = Phases.Narrow(Geometry, phase);
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Place Outer(int index) => Geometry.Position(index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Place Inner(int k) => Geometry.Tap(k);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly int Offset(Place outer, Place inner) => Geometry.Offset(outer, inner);
}

/// <summary>Patches as A of [taps, positions]: the gradient by weights, a sum over all positions.</summary>
internal struct PatchColumns<TWidth> : ITileOperand<PatchColumns<TWidth>>
    where TWidth : struct, IWidth
{
    internal ArrayView<float> Pictures;
    internal PatchGeometry Geometry;

    public static bool IsAlongK => false;

    public static int Width => TWidth.Floats;

    public readonly ArrayView<float> Values => Pictures;

    public readonly PatchColumns<TWidth> OfPhase(int phase) => this;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Place Outer(int index) => Geometry.Tap(index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Place Inner(int k) => Geometry.Position(k);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly int Offset(Place outer, Place inner) => Geometry.Offset(inner, outer);
}

/// <summary>The weights [KernelH, KernelW, C, OutC] as B of [taps of a phase x OutC, C].</summary>
internal struct PhaseWeights<TWidth> : ITileOperand<PhaseWeights<TWidth>>
    where TWidth : struct, IWidth
{
    internal ArrayView<float> Weights;
    internal PatchGeometry Geometry;
    internal Phases Phases;
    internal int Columns, KernelW, FirstY, FirstX;

    public static bool IsAlongK => true;

    public static int Width => TWidth.Floats;

    public readonly ArrayView<float> Values => Weights;

    public readonly PhaseWeights<TWidth> OfPhase(int phase)
    {
        var result = this;
        result.Geometry = Phases.Narrow(Geometry, phase);
        result.FirstY = Phases.FirstTapY(phase);
        result.FirstX = Phases.FirstTapX(phase);
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Place Outer(int index) => new() { Base = index < Columns ? index * Geometry.Channels.Value : -1 };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Place Inner(int k)
    {
        // A tap steps backward over the patch side, and forward over the kernel.
        var tap = Geometry.Tap(k);
        int ky = FirstY - (tap.Y * Phases.Stride), kx = FirstX - (tap.X * Phases.Stride);
        return new Place { Base = tap.Base < 0 ? -1 : (((ky * KernelW) + kx) * Columns * Geometry.Channels.Value) + tap.Base };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly int Offset(Place outer, Place inner) => (outer.Base | inner.Base) < 0 ? -1 : outer.Base + inner.Base;
}
