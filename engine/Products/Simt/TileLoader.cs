using System.Runtime.CompilerServices;
using ILGPU;
using ILGpuAutoencoders.Engine.Devices.Simt;

namespace ILGpuAutoencoders.Engine.Products.Simt;

/// <summary>
/// The layout of an operand's tile in shared memory: neighbours stay neighbours, and lines are padded so that the reads of a warp (of a
/// quarter of a warp if each thread reads four floats) hit different banks.
/// </summary>
internal static class TileLayout
{
    /// <summary>Values of k in one tile.</summary>
    internal const int Depth = 16;

    private const int PadAlongK = 4, PadAcrossK = 8;

    /// <summary>Runs of four floats in a tile of <paramref name="extent"/> rows or columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int Size(bool isAlongK, int extent) => (isAlongK ? extent * (Depth + PadAlongK) : Depth * (extent + PadAcrossK)) / 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int At(bool isAlongK, int extent, int outer, int k) =>
        isAlongK ? (outer * (Depth + PadAlongK)) + k : (k * (extent + PadAcrossK)) + outer;
}

/// <summary>One thread's share of loading the tiles of an operand into shared memory.</summary>
/// <remarks>
/// Up to four copies per tile are unrolled by hand, with the outer halves of their addresses computed once: ILGPU does not unroll loops.
/// Smaller groups and narrow copies take the loop.
/// </remarks>
internal struct TileLoader<TOperand, TCopy>
    where TOperand : struct, ITileOperand<TOperand>
    where TCopy : struct, ITileCopy
{
    private TOperand _operand;
    private Place _p0, _p1, _p2, _p3;
    private int _first;

    /// <summary>Prepares for tiles whose outer indices begin at <paramref name="first"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TileLoader<TOperand, TCopy> Start(TOperand operand, int extent, int threads, int first)
    {
        var loader = default(TileLoader<TOperand, TCopy>);
        loader._operand = operand;
        loader._first = first;
        if (IsUnrolled(extent, threads))
        {
            int line = Group.IdxX / Line(extent), step = threads / Line(extent);
            int outer = first + (TOperand.IsAlongK ? line : InLine(extent));
            loader._p0 = operand.Outer(outer);
            if (TOperand.IsAlongK && Passes(extent, threads) > 1)
            {
                loader._p1 = operand.Outer(outer + step);
            }

            if (TOperand.IsAlongK && Passes(extent, threads) > 2)
            {
                loader._p2 = operand.Outer(outer + (2 * step));
                loader._p3 = operand.Outer(outer + (3 * step));
            }
        }

        return loader;
    }

    /// <summary>Starts copying the tile from <paramref name="k"/> on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly void Load(ArrayView<Quad> tile, int extent, int threads, int k)
    {
        if (!IsUnrolled(extent, threads))
        {
            for (int chunk = Group.IdxX; chunk < TileLayout.Depth * extent / TOperand.Width; chunk += threads)
            {
                int line = chunk / Line(extent), within = chunk % Line(extent) * TOperand.Width;
                int outer = TOperand.IsAlongK ? line : within, inner = TOperand.IsAlongK ? within : line;
                Copy(
                    tile,
                    TileLayout.At(TOperand.IsAlongK, extent, outer, inner),
                    _operand.Offset(_operand.Outer(_first + outer), _operand.Inner(k + inner)));
            }

            return;
        }

        int row = Group.IdxX / Line(extent), column = InLine(extent), step = threads / Line(extent);
        if (TOperand.IsAlongK)
        {
            var inner = _operand.Inner(k + column);
            Copy(tile, TileLayout.At(true, extent, row, column), _operand.Offset(_p0, inner));
            if (Passes(extent, threads) > 1)
            {
                Copy(tile, TileLayout.At(true, extent, row + step, column), _operand.Offset(_p1, inner));
            }

            if (Passes(extent, threads) > 2)
            {
                Copy(tile, TileLayout.At(true, extent, row + (2 * step), column), _operand.Offset(_p2, inner));
                Copy(tile, TileLayout.At(true, extent, row + (3 * step), column), _operand.Offset(_p3, inner));
            }
        }
        else
        {
            Copy(tile, TileLayout.At(false, extent, column, row), _operand.Offset(_p0, _operand.Inner(k + row)));
            if (Passes(extent, threads) > 1)
            {
                Copy(tile, TileLayout.At(false, extent, column, row + step), _operand.Offset(_p0, _operand.Inner(k + row + step)));
            }

            if (Passes(extent, threads) > 2)
            {
                Copy(
                    tile,
                    TileLayout.At(false, extent, column, row + (2 * step)),
                    _operand.Offset(_p0, _operand.Inner(k + row + (2 * step))));
                Copy(
                    tile,
                    TileLayout.At(false, extent, column, row + (3 * step)),
                    _operand.Offset(_p0, _operand.Inner(k + row + (3 * step))));
            }
        }
    }

    /// <summary>Copies that make a line of neighbours.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Line(int extent) => (TOperand.IsAlongK ? TileLayout.Depth : extent) / TOperand.Width;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Passes(int extent, int threads) => TileLayout.Depth * extent / TOperand.Width / threads;

    /// <summary>1, 2 or 4 copies per thread, all of whole lines.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsUnrolled(int extent, int threads) => threads >= Line(extent) && Passes(extent, threads) is 1 or 2 or 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int InLine(int extent) => Group.IdxX % Line(extent) * TOperand.Width;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Copy(ArrayView<Quad> tile, int to, int from)
    {
        // If there is nothing to copy, any valid address will do.
        bool isThere = from >= 0;
        int source = isThere ? from : 0;
        if (TOperand.Width == 4)
        {
            TCopy.Copy(ref tile[to >> 2], ref _operand.Values.Cast<Quad>()[source >> 2], isThere);
        }
        else
        {
            TCopy.Copy(ref tile.Cast<float>()[to], ref _operand.Values[source], isThere);
        }
    }
}
