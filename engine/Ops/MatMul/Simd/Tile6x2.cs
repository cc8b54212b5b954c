using System.Runtime.CompilerServices;

namespace ILGpuAutoencoders.Engine;

/// <summary>A 6 x 2-lane tile: 12 accumulators, for processors with 16 vector registers (AVX2).</summary>
internal readonly unsafe struct Tile6x2<T> : ITile
    where T : struct, IHostLane<T>
{
    public static int Rows => 6;

    public static int Columns => 2 * T.Width;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TActivation>(in TileTask task, TActivation activation)
        where TActivation : unmanaged, IUnaryOp
    {
        T x0 = T.Constant(0), y0 = T.Constant(0);
        T x1 = T.Constant(0), y1 = T.Constant(0);
        T x2 = T.Constant(0), y2 = T.Constant(0);
        T x3 = T.Constant(0), y3 = T.Constant(0);
        T x4 = T.Constant(0), y4 = T.Constant(0);
        T x5 = T.Constant(0), y5 = T.Constant(0);
        float* b = task.B;
        nint bStep = task.BStep;
        int* offset = task.Offsets;
        float* a0 = task.A[0], a1 = task.A[1], a2 = task.A[2], a3 = task.A[3], a4 = task.A[4], a5 = task.A[5];
        for (int* end = offset + task.Depth; offset < end; offset++)
        {
            nint i = *offset;
            T b0 = T.Load(b), b1 = T.Load(b + T.Width);
            TileRow<T>.Step(a0[i], b0, b1, ref x0, ref y0);
            TileRow<T>.Step(a1[i], b0, b1, ref x1, ref y1);
            TileRow<T>.Step(a2[i], b0, b1, ref x2, ref y2);
            TileRow<T>.Step(a3[i], b0, b1, ref x3, ref y3);
            TileRow<T>.Step(a4[i], b0, b1, ref x4, ref y4);
            TileRow<T>.Step(a5[i], b0, b1, ref x5, ref y5);
            b += bStep;
        }

        TileRow<T>.Finish(task, task.C[0], x0, y0, activation);
        TileRow<T>.Finish(task, task.C[1], x1, y1, activation);
        TileRow<T>.Finish(task, task.C[2], x2, y2, activation);
        TileRow<T>.Finish(task, task.C[3], x3, y3, activation);
        TileRow<T>.Finish(task, task.C[4], x4, y4, activation);
        TileRow<T>.Finish(task, task.C[5], x5, y5, activation);
    }
}
