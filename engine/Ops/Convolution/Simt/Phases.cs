using System.Runtime.CompilerServices;
using ILGpuAutoencoders.Engine.Devices.Simt;
using ILGpuAutoencoders.Engine.Products;

namespace ILGpuAutoencoders.Engine.Ops.Convolution.Simt;

/// <summary>
/// The pixels of the image side of a convolution, grouped by the remainders of (row + padding) and (column + padding) modulo the stride:
/// all pixels of such a phase see the same taps, every stride-th of the kernel, so that each phase is a stride-1 convolution over the
/// patch side.
/// </summary>
internal struct Phases
{
    internal int Stride, Padding, KernelH, KernelW, H, W;
    internal Divisor Columns, Area;

    /// <summary>The number of phases.</summary>
    internal readonly int Count => Stride * Stride;

    internal static Phases Of(in ConvShape s) => new()
    {
        Stride = s.Y.Stride,
        Padding = s.Y.Padding,
        KernelH = s.Y.Kernel,
        KernelW = s.X.Kernel,
        H = s.Y.In,
        W = s.X.In,
        Columns = new(Rounded(s.X.In, s.X.Stride)),
        Area = new(Rounded(s.Y.In, s.Y.Stride) * Rounded(s.X.In, s.X.Stride)),
    };

    /// <summary>
    /// What all phases share; <see cref="Narrow"/> adapts it to one phase. Some phases have fewer taps or pixels than this.
    /// </summary>
    internal static PatchGeometry Geometry(in ConvShape s)
    {
        int tapRows = Rounded(s.Y.Kernel, s.Y.Stride), tapColumns = Rounded(s.X.Kernel, s.X.Stride);
        int rows = Rounded(s.Y.In, s.Y.Stride), columns = Rounded(s.X.In, s.X.Stride);
        return new()
        {
            Height = s.Y.Out,
            Width = s.X.Out,
            Step = 1,
            TapStep = -1,
            Positions = s.N * rows * columns,
            Taps = tapRows * tapColumns * s.OutC,
            TapRows = tapRows,
            TapColumns = tapColumns,
            Channels = new(s.OutC),
            TapWidth = new(tapColumns),
            PositionWidth = new(columns),
            PositionArea = new(rows * columns),
        };
    }

    /// <summary>The kernel row of the phase's first tap.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly int FirstTapY(int phase) => phase / Stride;

    /// <summary>The kernel column of the phase's first tap.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly int FirstTapX(int phase) => phase % Stride;

    /// <summary>
    /// The first row of pixels that has this first tap: the smallest iy ≥ 0 for which iy + padding - tap is a multiple of the stride.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly int FirstPixel(int tap)
    {
        int rest = (Padding - tap + Stride) % Stride;
        return rest == 0 ? 0 : Stride - rest;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly PatchGeometry Narrow(PatchGeometry geometry, int phase)
    {
        if (Stride == 0)
        {
            return geometry;
        }

        int ky = FirstTapY(phase), kx = FirstTapX(phase);
        geometry.OriginY = (FirstPixel(ky) + Padding - ky) / Stride;
        geometry.OriginX = (FirstPixel(kx) + Padding - kx) / Stride;
        geometry.TapRows = (KernelH - ky + Stride - 1) / Stride;
        geometry.TapColumns = (KernelW - kx + Stride - 1) / Stride;
        return geometry;
    }

    private static int Rounded(int value, int divisor) => (value + divisor - 1) / divisor;
}

/// <summary>Where the rows of a transposed convolution go: each to its pixel.</summary>
internal struct PixelRows : IResultRows<PixelRows>
{
    internal Phases Phases;
    internal int Positions, Channels, FirstY, FirstX;

    public readonly PixelRows OfPhase(int phase)
    {
        var result = this;
        result.FirstY = Phases.FirstPixel(Phases.FirstTapY(phase));
        result.FirstX = Phases.FirstPixel(Phases.FirstTapX(phase));
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly int Offset(int row)
    {
        int n = Phases.Area.Divide(row), inside = Phases.Area.Rest(row, n);
        int jy = Phases.Columns.Divide(inside), jx = Phases.Columns.Rest(inside, jy);
        int y = FirstY + (jy * Phases.Stride), x = FirstX + (jx * Phases.Stride);
        return (row < Positions) & (y < Phases.H) & (x < Phases.W) ? ((((n * Phases.H) + y) * Phases.W) + x) * Channels : -1;
    }
}
