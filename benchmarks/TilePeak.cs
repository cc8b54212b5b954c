using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Engine.Devices.Simd;
using ILGpuAutoencoders.Engine.Products.Simd;

namespace ILGpuAutoencoders.Benchmarks;

/// <summary>The register tile repeated on the same operands in L1, on all threads: the upper limit for any product.</summary>
internal readonly struct TilePeak
{
    private const int Depth = 256, CallsAPiece = 2000, PiecesAThread = 8;

    internal SimdDevice Device { get; init; }

    /// <summary>Floating-point operations of a run.</summary>
    internal double Operations => 2.0 * Tile.Rows * Tile.Columns * Depth * CallsAPiece * PiecesAThread * Device.Threads;

    internal void Run()
    {
        var body = default(Body);
        Device.For(PiecesAThread * Device.Threads, ref body);
    }

    private unsafe struct Body : IParallelBody
    {
        public readonly void Invoke(int index)
        {
            using var scratch = Scratch.Open();
            float* a = scratch.Floats(Tile.Rows * Depth), b = scratch.Floats(Depth * Tile.Columns),
            c = scratch.Floats(Tile.Rows * Tile.Columns);
            new Span<float>(a, Tile.Rows * Depth).Clear();
            new Span<float>(b, Depth * Tile.Columns).Clear();
            var task = new TileTask
            {
                A = a,
                C = c,
                RowStarts = scratch.Multiples(Depth, Tile.Rows),
                ResultStarts = scratch.Multiples(Tile.Columns, Tile.Rows),
                Offsets = scratch.Multiples(1, Depth),
                Step = 1,
                Depth = Depth,
                B = b,
                IsLast = true,
            };
            for (int call = 0; call < CallsAPiece; call++)
            {
                Tile.Run(task, default(Identity));
            }
        }
    }
}
