using System.Runtime.CompilerServices;
using ILGPU;
using ILGpuAutoencoders.Engine.Devices.Simt;

namespace ILGpuAutoencoders.Engine.Products.Simt;

/// <summary>How many threads a tile has each way, and how many tiles of operands it keeps, as a type.</summary>
internal interface IThreads
{
    static abstract int Down { get; }

    static abstract int Across { get; }

    static abstract int Stages { get; }
}

/// <summary>A tile in float32 on any device: each thread computes 8 x 8 of it.</summary>
/// <remarks>
/// If neighbours in shared memory differ in k, a thread's eight lines are <c>Down</c> (or <c>Across</c>) apart, otherwise they are two
/// runs of four: either way adjacent threads read different banks.
/// </remarks>
internal readonly struct FloatTile<TThreads> : IGroupTile
    where TThreads : struct, IThreads
{
    private const int Lines = 8;

    public static int Rows => TThreads.Down * Lines;

    public static int Columns => TThreads.Across * Lines;

    public static int Threads => TThreads.Down * TThreads.Across;

    public static int Stages => TThreads.Stages;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Multiply<TA, TB>(ref Sums sums, ArrayView<Quad> a, ArrayView<Quad> b)
        where TA : struct, ITileOperand<TA>
        where TB : struct, ITileOperand<TB>
    {
        for (int k = 0; k < TileLayout.Depth; k += 4)
        {
            var left = Piece<TA>(a, Rows, Row, TThreads.Down, k);
            var right = Piece<TB>(b, Columns, Column, TThreads.Across, k);
            Step(ref sums, left.K0, right.K0);
            Step(ref sums, left.K1, right.K1);
            Step(ref sums, left.K2, right.K2);
            Step(ref sums, left.K3, right.K3);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<TA, TB, TRows, TActivation>(in Sums sums, in Epilogue<TRows, TActivation> epilogue, int row, int column)
        where TA : struct, ITileOperand<TA>
        where TB : struct, ITileOperand<TB>
        where TRows : struct, IResultRows<TRows>
        where TActivation : unmanaged, IUnaryOp
    {
        var bias = Float8.Of(
            epilogue.Term(column + ColumnAt<TB>(0)),
            epilogue.Term(column + ColumnAt<TB>(1)),
            epilogue.Term(column + ColumnAt<TB>(2)),
            epilogue.Term(column + ColumnAt<TB>(3)),
            epilogue.Term(column + ColumnAt<TB>(4)),
            epilogue.Term(column + ColumnAt<TB>(5)),
            epilogue.Term(column + ColumnAt<TB>(6)),
            epilogue.Term(column + ColumnAt<TB>(7)));
        StoreRow<TB, TRows, TActivation>(epilogue, row + At(TA.IsAlongK, Row, TThreads.Down, 0), column, sums.R0, bias);
        StoreRow<TB, TRows, TActivation>(epilogue, row + At(TA.IsAlongK, Row, TThreads.Down, 1), column, sums.R1, bias);
        StoreRow<TB, TRows, TActivation>(epilogue, row + At(TA.IsAlongK, Row, TThreads.Down, 2), column, sums.R2, bias);
        StoreRow<TB, TRows, TActivation>(epilogue, row + At(TA.IsAlongK, Row, TThreads.Down, 3), column, sums.R3, bias);
        StoreRow<TB, TRows, TActivation>(epilogue, row + At(TA.IsAlongK, Row, TThreads.Down, 4), column, sums.R4, bias);
        StoreRow<TB, TRows, TActivation>(epilogue, row + At(TA.IsAlongK, Row, TThreads.Down, 5), column, sums.R5, bias);
        StoreRow<TB, TRows, TActivation>(epilogue, row + At(TA.IsAlongK, Row, TThreads.Down, 6), column, sums.R6, bias);
        StoreRow<TB, TRows, TActivation>(epilogue, row + At(TA.IsAlongK, Row, TThreads.Down, 7), column, sums.R7, bias);
    }

    private static int Row => Group.IdxX / TThreads.Across;

    private static int Column => Group.IdxX % TThreads.Across;

    /// <summary>The thread's line <paramref name="i"/> of eight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int At(bool isAlongK, int thread, int threads, int i) =>
        isAlongK ? thread + (threads * i) : (thread * 4) + (i & 3) + (threads * (i & 4));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int ColumnAt<TB>(int i)
        where TB : struct, ITileOperand<TB> => At(TB.IsAlongK, Column, TThreads.Across, i);

    /// <summary>Four values of k for the thread's eight lines.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Float8x4 Piece<TOperand>(ArrayView<Quad> tile, int extent, int thread, int threads, int k)
        where TOperand : struct, ITileOperand<TOperand>
    {
        if (!TOperand.IsAlongK)
        {
            return new Float8x4
            {
                K0 = AcrossLines(tile, extent, thread, threads, k),
                K1 = AcrossLines(tile, extent, thread, threads, k + 1),
                K2 = AcrossLines(tile, extent, thread, threads, k + 2),
                K3 = AcrossLines(tile, extent, thread, threads, k + 3),
            };
        }

        Quad l0 = Line(tile, extent, thread, k), l1 = Line(tile, extent, thread + threads, k);
        Quad l2 = Line(tile, extent, thread + (2 * threads), k), l3 = Line(tile, extent, thread + (3 * threads), k);
        Quad l4 = Line(tile, extent, thread + (4 * threads), k), l5 = Line(tile, extent, thread + (5 * threads), k);
        Quad l6 = Line(tile, extent, thread + (6 * threads), k), l7 = Line(tile, extent, thread + (7 * threads), k);
        return new Float8x4
        {
            K0 = Float8.Of(l0.X, l1.X, l2.X, l3.X, l4.X, l5.X, l6.X, l7.X),
            K1 = Float8.Of(l0.Y, l1.Y, l2.Y, l3.Y, l4.Y, l5.Y, l6.Y, l7.Y),
            K2 = Float8.Of(l0.Z, l1.Z, l2.Z, l3.Z, l4.Z, l5.Z, l6.Z, l7.Z),
            K3 = Float8.Of(l0.W, l1.W, l2.W, l3.W, l4.W, l5.W, l6.W, l7.W),
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Quad Line(ArrayView<Quad> tile, int extent, int line, int k) => tile[TileLayout.At(true, extent, line, k) >> 2];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Float8 AcrossLines(ArrayView<Quad> tile, int extent, int thread, int threads, int k)
    {
        int at = TileLayout.At(false, extent, thread * 4, k) >> 2;
        return new Float8 { L = tile[at], H = tile[at + threads] };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step(ref Sums sums, Float8 a, Float8 b)
    {
        Row8(ref sums.R0, a.L.X, b);
        Row8(ref sums.R1, a.L.Y, b);
        Row8(ref sums.R2, a.L.Z, b);
        Row8(ref sums.R3, a.L.W, b);
        Row8(ref sums.R4, a.H.X, b);
        Row8(ref sums.R5, a.H.Y, b);
        Row8(ref sums.R6, a.H.Z, b);
        Row8(ref sums.R7, a.H.W, b);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Row8(ref Float8 sums, float a, Float8 b)
    {
        sums.L.X += a * b.L.X;
        sums.L.Y += a * b.L.Y;
        sums.L.Z += a * b.L.Z;
        sums.L.W += a * b.L.W;
        sums.H.X += a * b.H.X;
        sums.H.Y += a * b.H.Y;
        sums.H.Z += a * b.H.Z;
        sums.H.W += a * b.H.W;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreRow<TB, TRows, TActivation>(
        in Epilogue<TRows, TActivation> epilogue, int row, int column, Float8 sums, Float8 bias)
        where TB : struct, ITileOperand<TB>
        where TRows : struct, IResultRows<TRows>
        where TActivation : unmanaged, IUnaryOp
    {
        int start = epilogue.Rows.Offset(row);
        Quad left = Add(sums.L, bias.L), right = Add(sums.H, bias.H);
        if (!TB.IsAlongK)
        {
            epilogue.Store(start, column + ColumnAt<TB>(0), left);
            epilogue.Store(start, column + ColumnAt<TB>(4), right);
            return;
        }

        epilogue.Store(start, column + ColumnAt<TB>(0), left.X);
        epilogue.Store(start, column + ColumnAt<TB>(1), left.Y);
        epilogue.Store(start, column + ColumnAt<TB>(2), left.Z);
        epilogue.Store(start, column + ColumnAt<TB>(3), left.W);
        epilogue.Store(start, column + ColumnAt<TB>(4), right.X);
        epilogue.Store(start, column + ColumnAt<TB>(5), right.Y);
        epilogue.Store(start, column + ColumnAt<TB>(6), right.Z);
        epilogue.Store(start, column + ColumnAt<TB>(7), right.W);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Quad Add(Quad a, Quad b) => new() { X = a.X + b.X, Y = a.Y + b.Y, Z = a.Z + b.Z, W = a.W + b.W };

    private struct Float8x4
    {
        internal Float8 K0, K1, K2, K3;
    }
}

/// <summary>128 x 128 by 256 threads.</summary>
internal readonly struct Threads16x16 : IThreads
{
    public static int Down => 16;

    public static int Across => 16;

    public static int Stages => 2;
}

/// <summary>128 x 64 by 128 threads.</summary>
internal readonly struct Threads16x8 : IThreads
{
    public static int Down => 16;

    public static int Across => 8;

    public static int Stages => 2;
}

/// <summary>64 x 64 by 64 threads.</summary>
internal readonly struct Threads8x8 : IThreads
{
    public static int Down => 8;

    public static int Across => 8;

    public static int Stages => 2;
}

/// <summary>128 x 32 by 64 threads: for few columns.</summary>
internal readonly struct Threads16x4 : IThreads
{
    public static int Down => 16;

    public static int Across => 4;

    public static int Stages => 2;
}

/// <summary>16 x 16 by 4 threads: small enough for the simulator.</summary>
internal readonly struct Threads2x2 : IThreads
{
    public static int Down => 2;

    public static int Across => 2;

    public static int Stages => 2;
}
