using System.Runtime.CompilerServices;

namespace ILGpuAutoencoders.Engine;

/// <summary>An 8 x 2-lane tile: 16 accumulators, for processors with 32 vector registers (AVX-512, NEON).</summary>
internal readonly unsafe struct Tile8x2<T> : ITile
    where T : struct, IHostLane<T>
{
    public static int Rows => 8;

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
        T x6 = T.Constant(0), y6 = T.Constant(0);
        T x7 = T.Constant(0), y7 = T.Constant(0);
        float* b = task.B;
        nint bStep = task.BStep;
        int* offset = task.Offsets;
        float* a0 = task.A[0], a1 = task.A[1], a2 = task.A[2], a3 = task.A[3], a4 = task.A[4], a5 = task.A[5], a6 = task.A[6], a7 = task.A[7];
        for (int* end = offset + task.Depth; offset < end; offset++)
        {
            nint i = *offset;
            T b0 = T.Load(b), b1 = T.Load(b + T.Width);
            Row(a0[i], b0, b1, ref x0, ref y0);
            Row(a1[i], b0, b1, ref x1, ref y1);
            Row(a2[i], b0, b1, ref x2, ref y2);
            Row(a3[i], b0, b1, ref x3, ref y3);
            Row(a4[i], b0, b1, ref x4, ref y4);
            Row(a5[i], b0, b1, ref x5, ref y5);
            Row(a6[i], b0, b1, ref x6, ref y6);
            Row(a7[i], b0, b1, ref x7, ref y7);
            b += bStep;
        }

        Finish(task, task.C[0], x0, y0, activation);
        Finish(task, task.C[1], x1, y1, activation);
        Finish(task, task.C[2], x2, y2, activation);
        Finish(task, task.C[3], x3, y3, activation);
        Finish(task, task.C[4], x4, y4, activation);
        Finish(task, task.C[5], x5, y5, activation);
        Finish(task, task.C[6], x6, y6, activation);
        Finish(task, task.C[7], x7, y7, activation);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Row(float a, T b0, T b1, ref T x, ref T y)
    {
        var lane = T.Constant(a);
        x = T.MultiplyAdd(lane, b0, x);
        y = T.MultiplyAdd(lane, b1, y);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish<TActivation>(in TileTask task, float* c, T x, T y, TActivation activation)
        where TActivation : unmanaged, IUnaryOp
    {
        if (task.Accumulate)
        {
            x += T.Load(c);
            y += T.Load(c + T.Width);
        }

        if (task.IsLast)
        {
            if (task.Bias != null)
            {
                x += T.Load(task.Bias);
                y += T.Load(task.Bias + T.Width);
            }

            x = activation.Forward(x);
            y = activation.Forward(y);
        }

        T.Store(x, c);
        T.Store(y, c + T.Width);
    }
}
