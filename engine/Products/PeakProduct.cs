using ILGpuAutoencoders.Engine.Devices.Simd;
using ILGpuAutoencoders.Engine.Products.Simd;

namespace ILGpuAutoencoders.Engine.Products;

/// <summary>
/// The upper limit of any product: on the CPU the register tile repeated on the same operands in L1, on all threads; on a GPU a product of
/// large matrices.
/// </summary>
internal readonly struct PeakProduct(ComputeDevice device, Storage a, Storage b, Storage c) : IKernel
{
    private const int Side = 4096, Depth = 256, CallsAPiece = 2000, PiecesAThread = 8;

    /// <summary>Floats of each operand on a device.</summary>
    internal static int LengthOn(ComputeDevice device) => device.HostThreads > 0 ? 0 : Side * Side;

    /// <summary>Floating-point operations of a run.</summary>
    internal double Operations =>
        device.HostThreads is > 0 and var threads
            ? 2.0 * Tile.Rows * Tile.Columns * Depth * CallsAPiece * PiecesAThread * threads : 2.0 * Side * Side * Side;

    public void Run(SimdDevice device)
    {
        var body = default(Body);
        device.For(PiecesAThread * device.Threads, ref body);
    }

    public void Run(SimtDevice device) => new MatrixProduct<Identity>(
        Matrix.RowMajor(a, Side), Matrix.RowMajor(b, Side), null, c, Side, Side, Side, default).Run(device);

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
