using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Engine.Products.Simd;

namespace ILGpuAutoencoders.Benchmarks;

/// <summary>The register tile again and again on the same operands in L1, on all threads: what no product can exceed.</summary>
internal readonly unsafe struct TilePeak : ITileWork
{
    private const int Depth = 256, CallsAPiece = 2000, PiecesAThread = 8;

    internal SimdDevice Device { get; init; }

    /// <summary>Floating-point operations of a run.</summary>
    internal double Operations
    {
        get
        {
            var size = new TileSize();
            TileDispatch.Run(Device, size);
            return 2.0 * size.Elements[0] * Depth * CallsAPiece * PiecesAThread * Device.Threads;
        }
    }

    public void Run<TTile>(SimdDevice device)
        where TTile : ITile
    {
        var body = default(Body<TTile>);
        device.For(PiecesAThread * device.Threads, ref body);
    }

    private readonly struct TileSize() : ITileWork
    {
        internal int[] Elements { get; } = [0];

        public void Run<TTile>(SimdDevice device)
            where TTile : ITile => Elements[0] = TTile.Rows * TTile.Columns;
    }

    private struct Body<TTile> : IParallelBody
        where TTile : ITile
    {
        public readonly void Invoke(int index)
        {
            float* a = stackalloc float[8 * Depth], b = stackalloc float[Depth * 32], c = stackalloc float[8 * 32];
            int* offsets = stackalloc int[Depth], rows = stackalloc int[8], results = stackalloc int[8];
            for (int i = 0; i < Depth; i++)
            {
                offsets[i] = i;
            }

            for (int r = 0; r < TTile.Rows; r++)
            {
                rows[r] = r * Depth;
                results[r] = r * TTile.Columns;
            }

            var task = new TileTask { A = a, C = c, AOffsets = rows, COffsets = results, Offsets = offsets, Step = 1, Depth = Depth, B = b, IsLast = true };
            for (int call = 0; call < CallsAPiece; call++)
            {
                TTile.Run(task, default(Identity));
            }
        }
    }
}
