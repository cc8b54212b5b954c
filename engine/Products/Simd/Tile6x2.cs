using System.Runtime.CompilerServices;
using ILGpuAutoencoders.Engine.Lanes;

namespace ILGpuAutoencoders.Engine.Products.Simd;

/// <summary>A 6 x 2-lane tile: 12 accumulators, for processors with 16 vector registers (AVX2, SSE).</summary>
internal static unsafe class Tile6x2<T>
    where T : struct, IHostLane<T>
{
    internal const int Rows = 6;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Run<TActivation>(in TileTask task, TActivation activation)
        where TActivation : unmanaged, IUnaryOp
    {
        T x0 = T.Constant(0), y0 = T.Constant(0);
        T x1 = T.Constant(0), y1 = T.Constant(0);
        T x2 = T.Constant(0), y2 = T.Constant(0);
        T x3 = T.Constant(0), y3 = T.Constant(0);
        T x4 = T.Constant(0), y4 = T.Constant(0);
        T x5 = T.Constant(0), y5 = T.Constant(0);
        float* a = task.A, b = task.B, c = task.C;
        int* offset = task.Offsets, end = offset + task.Depth, rows = task.RowStarts;
        float* a0 = a + rows[0], a1 = a + rows[1], a2 = a + rows[2], a3 = a + rows[3], a4 = a + rows[4], a5 = a + rows[5];
        // Unrolled by four: one offset and one branch for all. Where two hyperthreads share a core's front end, that saves a tenth.
        nint step = task.Step;
        for (int* fours = step == 0 ? offset : offset + (task.Depth & ~3); offset < fours; offset += 4)
        {
            nint i = *offset;
            Step(0, i, b, a0, a1, a2, a3, a4, a5,
                ref x0, ref y0, ref x1, ref y1, ref x2, ref y2, ref x3, ref y3, ref x4, ref y4, ref x5, ref y5);
            Step(1, i + step, b, a0, a1, a2, a3, a4, a5,
                ref x0, ref y0, ref x1, ref y1, ref x2, ref y2, ref x3, ref y3, ref x4, ref y4, ref x5, ref y5);
            Step(2, i + (2 * step), b, a0, a1, a2, a3, a4, a5,
                ref x0, ref y0, ref x1, ref y1, ref x2, ref y2, ref x3, ref y3, ref x4, ref y4, ref x5, ref y5);
            Step(3, i + (3 * step), b, a0, a1, a2, a3, a4, a5,
                ref x0, ref y0, ref x1, ref y1, ref x2, ref y2, ref x3, ref y3, ref x4, ref y4, ref x5, ref y5);
            b += 8 * T.Width;
        }

        for (; offset < end; offset++)
        {
            Step(0, *offset, b, a0, a1, a2, a3, a4, a5,
                ref x0, ref y0, ref x1, ref y1, ref x2, ref y2, ref x3, ref y3, ref x4, ref y4, ref x5, ref y5);
            b += 2 * T.Width;
        }

        int* results = task.ResultStarts;
        TileRow<T>.Finish(task, c + results[0], x0, y0, activation);
        TileRow<T>.Finish(task, c + results[1], x1, y1, activation);
        TileRow<T>.Finish(task, c + results[2], x2, y2, activation);
        TileRow<T>.Finish(task, c + results[3], x3, y3, activation);
        TileRow<T>.Finish(task, c + results[4], x4, y4, activation);
        TileRow<T>.Finish(task, c + results[5], x5, y5, activation);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step(
        int k, nint i, float* b, float* a0, float* a1, float* a2, float* a3, float* a4, float* a5,
        ref T x0, ref T y0, ref T x1, ref T y1, ref T x2, ref T y2, ref T x3, ref T y3, ref T x4, ref T y4, ref T x5, ref T y5)
    {
        T b0 = T.Load(b + (2 * k * T.Width)), b1 = T.Load(b + (((2 * k) + 1) * T.Width));
        TileRow<T>.Step(a0[i], b0, b1, ref x0, ref y0);
        TileRow<T>.Step(a1[i], b0, b1, ref x1, ref y1);
        TileRow<T>.Step(a2[i], b0, b1, ref x2, ref y2);
        TileRow<T>.Step(a3[i], b0, b1, ref x3, ref y3);
        TileRow<T>.Step(a4[i], b0, b1, ref x4, ref y4);
        TileRow<T>.Step(a5[i], b0, b1, ref x5, ref y5);
    }
}
