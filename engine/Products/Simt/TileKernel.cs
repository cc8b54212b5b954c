using ILGPU;
using ILGpuAutoencoders.Engine.Devices.Simt;

namespace ILGpuAutoencoders.Engine.Products.Simt;

/// <summary>
/// C = f(A · B + bias) by tiles: the one kernel of matrix products and convolutions; its type arguments decide whether it uses tensor
/// cores.
/// </summary>
internal readonly struct TileKernel<TTile, TCopy, TA, TB, TRows, TActivation>
    where TTile : struct, IGroupTile
    where TCopy : struct, ITileCopy
    where TA : struct, ITileOperand<TA>
    where TB : struct, ITileOperand<TB>
    where TRows : struct, IResultRows<TRows>
    where TActivation : unmanaged, IUnaryOp
{
    /// <summary>
    /// Rows of tiles that neighbouring groups go down before moving to the next column, so that what they read stays in the cache.
    /// </summary>
    private const int Band = 8;

    internal static void Launch(SimtDevice device, in Args args, int phases) =>
        device.Launch(Kernel, args.TilesDown * args.TilesAcross * args.Splits * phases, TTile.Threads, args);

    private static void Kernel(Args p)
    {
        // Declared as Quad, which tells ILGPU about the alignment that its wide accesses need.
        var shared = SharedMemory.Allocate<Quad>(
            TTile.Stages * (TileLayout.Size(TA.IsAlongK, TTile.Rows) + TileLayout.Size(TB.IsAlongK, TTile.Columns)));
        int sizeA = TileLayout.Size(TA.IsAlongK, TTile.Rows), size = sizeA + TileLayout.Size(TB.IsAlongK, TTile.Columns);

        int tiles = p.TilesDown * p.TilesAcross, part = Grid.IdxX / tiles, tile = Grid.IdxX - (part * tiles);
        int phase = part / p.Splits, split = part - (phase * p.Splits);
        int band = tile / (Band * p.TilesAcross), inBand = tile - (band * Band * p.TilesAcross);
        int height = Math.Min(Band, p.TilesDown - (band * Band));
        int column = inBand / height, row = ((band * Band) + inBand - (column * height)) * TTile.Rows;
        column *= TTile.Columns;

        var a = TileLoader<TA, TCopy>.Start(p.A.OfPhase(phase), TTile.Rows, TTile.Threads, row);
        var b = TileLoader<TB, TCopy>.Start(p.B.OfPhase(phase), TTile.Columns, TTile.Threads, column);
        int k = split * p.KPerSplit, steps = (Math.Min(p.K - k, p.KPerSplit) + TileLayout.Depth - 1) / TileLayout.Depth;
        // Copies beyond the last tile are harmless, and a condition around them would make ILGPU duplicate the loop's body.
        for (int i = 0; i < TTile.Stages - 1; i++)
        {
            var stage = shared.SubView(i * size, size);
            a.Load(stage, TTile.Rows, TTile.Threads, k + (i * TileLayout.Depth));
            b.Load(stage.SubView(sizeA, size - sizeA), TTile.Columns, TTile.Threads, k + (i * TileLayout.Depth));
            TCopy.Commit();
        }

        var sums = default(Sums);
        int current = 0, next = TTile.Stages - 1;
        for (int i = 0; i < steps; i++)
        {
            // Every thread has this tile, and none still reads the previous one, which the next copy overwrites.
            TCopy.Wait(TTile.Stages - 2);
            Group.Barrier();
            var stage = shared.SubView(next * size, size);
            a.Load(stage, TTile.Rows, TTile.Threads, k + ((i + TTile.Stages - 1) * TileLayout.Depth));
            b.Load(stage.SubView(sizeA, size - sizeA), TTile.Columns, TTile.Threads, k + ((i + TTile.Stages - 1) * TileLayout.Depth));
            TCopy.Commit();
            TTile.Multiply<TA, TB>(ref sums, shared.SubView(current * size, sizeA), shared.SubView((current * size) + sizeA, size - sizeA));
            current = current == TTile.Stages - 1 ? 0 : current + 1;
            next = next == TTile.Stages - 1 ? 0 : next + 1;
        }

        var epilogue = p.Epilogue;
        epilogue.Rows = epilogue.Rows.OfPhase(phase);
        epilogue.C = epilogue.C.SubView(split * p.SplitStep, epilogue.C.Length - (split * p.SplitStep));
        TTile.Store<TA, TB, TRows, TActivation>(sums, epilogue, row, column);
    }

    internal struct Args
    {
        internal TA A;
        internal TB B;
        internal Epilogue<TRows, TActivation> Epilogue;
        internal int K, TilesDown, TilesAcross, Splits, KPerSplit;

        /// <summary>Distance between parts of the sums, in floats.</summary>
        internal long SplitStep;
    }
}
