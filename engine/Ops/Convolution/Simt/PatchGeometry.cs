using System.Runtime.CompilerServices;
using ILGpuAutoencoders.Engine.Devices.Simt;
using ILGpuAutoencoders.Engine.Products;

namespace ILGpuAutoencoders.Engine.Ops.Convolution.Simt;

/// <summary>
/// The element of pictures [N, Height, Width, Channels] that tap (ty, tx, c) reads at position (n, y, x):
/// [n, y · Step + OriginY + ty · TapStep, x · Step + OriginX + tx · TapStep, c], or zero outside the picture.
/// </summary>
/// <remarks>
/// A convolution walks forward over its image: step = stride, origin = -padding, tap step 1. Its transpose, for the pixels of one phase
/// (those whose row + padding leaves the same remainder modulo the stride, columns likewise), walks backward over the patch side: step 1,
/// tap step -1.
/// </remarks>
internal struct PatchGeometry
{
    internal int Height, Width, Step, TapStep, OriginY, OriginX;
    internal int Positions, Taps, TapRows, TapColumns;
    internal Divisor Channels, TapWidth, PositionWidth, PositionArea;

    /// <summary>The patches of a convolution.</summary>
    internal static PatchGeometry Of(in ConvShape s) => new()
    {
        Height = s.Y.In,
        Width = s.X.In,
        Step = s.Y.Stride,
        TapStep = 1,
        OriginY = -s.Y.Padding,
        OriginX = -s.X.Padding,
        Positions = s.N * s.Positions,
        Taps = s.PatchLength,
        TapRows = s.Y.Kernel,
        TapColumns = s.X.Kernel,
        Channels = new(s.C),
        TapWidth = new(s.X.Kernel),
        PositionWidth = new(s.X.Out),
        PositionArea = new(s.Positions),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly Place Position(int index)
    {
        int n = PositionArea.Divide(index), inside = PositionArea.Rest(index, n);
        int y = PositionWidth.Divide(inside), x = PositionWidth.Rest(inside, y);
        return new Place
        {
            Base = index < Positions ? n * Height * Width * Channels.Value : -1,
            Y = (y * Step) + OriginY,
            X = (x * Step) + OriginX,
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly Place Tap(int index)
    {
        int tap = Channels.Divide(index), c = Channels.Rest(index, tap), y = TapWidth.Divide(tap), x = TapWidth.Rest(tap, y);
        return new Place { Base = (index < Taps) & (y < TapRows) & (x < TapColumns) ? c : -1, Y = y * TapStep, X = x * TapStep };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly int Offset(Place position, Place tap)
    {
        int y = position.Y + tap.Y, x = position.X + tap.X;
        // No branches: neighbouring threads would diverge at the picture's border.
        bool isThere = ((position.Base | tap.Base) >= 0) & ((uint)y < (uint)Height) & ((uint)x < (uint)Width);
        return isThere ? position.Base + (((y * Width) + x) * Channels.Value) + tap.Base : -1;
    }
}
