using System.Runtime.CompilerServices;
using ILGPU;
using ILGpuAutoencoders.Engine.Devices.Simt;

namespace ILGpuAutoencoders.Engine.Products.Simt;

/// <summary>How many warps a tile has each way, and how many tiles of operands it keeps, as a type.</summary>
internal interface IWarps
{
    static abstract int Down { get; }

    static abstract int Across { get; }

    static abstract int Stages { get; }
}

/// <summary>A tile on tensor cores, in tf32: each warp computes 64 x 32 of it as 4 x 4 of <see cref="TensorCore.MultiplyAdd"/>.</summary>
internal readonly struct TensorTile<TWarps> : IGroupTile
    where TWarps : struct, IWarps
{
    private const int WarpRows = 64, WarpColumns = 32, Lines = 8;

    public static int Rows => TWarps.Down * WarpRows;

    public static int Columns => TWarps.Across * WarpColumns;

    public static int Threads => TWarps.Down * TWarps.Across * TensorCore.Lanes;

    public static int Stages => TWarps.Stages;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Multiply<TA, TB>(ref Sums sums, ArrayView<Quad> a, ArrayView<Quad> b)
        where TA : struct, ITileOperand<TA>
        where TB : struct, ITileOperand<TB>
    {
        Step<TA, TB>(ref sums, a, b, 0);
        Step<TA, TB>(ref sums, a, b, 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<TA, TB, TRows, TActivation>(in Sums sums, in Epilogue<TRows, TActivation> epilogue, int row, int column)
        where TA : struct, ITileOperand<TA>
        where TB : struct, ITileOperand<TB>
        where TRows : struct, IResultRows<TRows>
        where TActivation : unmanaged, IUnaryOp
    {
        row += FirstRow + Line;
        column += FirstColumn + (2 * Corner);
        var bias = Float8.Of(
            epilogue.Term(column),
            epilogue.Term(column + 1),
            epilogue.Term(column + Lines),
            epilogue.Term(column + Lines + 1),
            epilogue.Term(column + (2 * Lines)),
            epilogue.Term(column + (2 * Lines) + 1),
            epilogue.Term(column + (3 * Lines)),
            epilogue.Term(column + (3 * Lines) + 1));
        StoreRows(epilogue, row, column, sums.R0, sums.R1, bias);
        StoreRows(epilogue, row + 16, column, sums.R2, sums.R3, bias);
        StoreRows(epilogue, row + 32, column, sums.R4, sums.R5, bias);
        StoreRows(epilogue, row + 48, column, sums.R6, sums.R7, bias);
    }

    private static int FirstRow => Group.IdxX / TensorCore.Lanes / TWarps.Across * WarpRows;

    private static int FirstColumn => Group.IdxX / TensorCore.Lanes % TWarps.Across * WarpColumns;

    /// <summary>g of <see cref="TensorCore"/>.</summary>
    private static int Line => Group.IdxX % TensorCore.Lanes >> 2;

    /// <summary>t of <see cref="TensorCore"/>.</summary>
    private static int Corner => Group.IdxX & 3;

    /// <summary>Eight values of k: four pieces of A times four of B.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step<TA, TB>(ref Sums sums, ArrayView<Quad> a, ArrayView<Quad> b, int k)
        where TA : struct, ITileOperand<TA>
        where TB : struct, ITileOperand<TB>
    {
        int column = FirstColumn + Line, row = FirstRow + Line;
        k += Corner;
        var b0 = PieceOfB<TB>(b, column, k);
        var b1 = PieceOfB<TB>(b, column + Lines, k);
        var b2 = PieceOfB<TB>(b, column + (2 * Lines), k);
        var b3 = PieceOfB<TB>(b, column + (3 * Lines), k);
        Row(ref sums.R0, ref sums.R1, PieceOfA<TA>(a, row, k), b0, b1, b2, b3);
        Row(ref sums.R2, ref sums.R3, PieceOfA<TA>(a, row + 16, k), b0, b1, b2, b3);
        Row(ref sums.R4, ref sums.R5, PieceOfA<TA>(a, row + 32, k), b0, b1, b2, b3);
        Row(ref sums.R6, ref sums.R7, PieceOfA<TA>(a, row + 48, k), b0, b1, b2, b3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Row(ref Float8 left, ref Float8 right, APiece a, BPiece b0, BPiece b1, BPiece b2, BPiece b3)
    {
        left.L = TensorCore.MultiplyAdd(left.L, a.A0, a.A1, a.A2, a.A3, b0.B0, b0.B1);
        left.H = TensorCore.MultiplyAdd(left.H, a.A0, a.A1, a.A2, a.A3, b1.B0, b1.B1);
        right.L = TensorCore.MultiplyAdd(right.L, a.A0, a.A1, a.A2, a.A3, b2.B0, b2.B1);
        right.H = TensorCore.MultiplyAdd(right.H, a.A0, a.A1, a.A2, a.A3, b3.B0, b3.B1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static APiece PieceOfA<TA>(ArrayView<Quad> a, int row, int k)
        where TA : struct, ITileOperand<TA> => new()
        {
            A0 = TensorCore.Round(a.Cast<float>()[TileLayout.At(TA.IsAlongK, Rows, row, k)]),
            A1 = TensorCore.Round(a.Cast<float>()[TileLayout.At(TA.IsAlongK, Rows, row + Lines, k)]),
            A2 = TensorCore.Round(a.Cast<float>()[TileLayout.At(TA.IsAlongK, Rows, row, k + 4)]),
            A3 = TensorCore.Round(a.Cast<float>()[TileLayout.At(TA.IsAlongK, Rows, row + Lines, k + 4)]),
        };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static BPiece PieceOfB<TB>(ArrayView<Quad> b, int column, int k)
        where TB : struct, ITileOperand<TB> => new()
        {
            B0 = TensorCore.Round(b.Cast<float>()[TileLayout.At(TB.IsAlongK, Columns, column, k)]),
            B1 = TensorCore.Round(b.Cast<float>()[TileLayout.At(TB.IsAlongK, Columns, column, k + 4)]),
        };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreRows<TRows, TActivation>(
        in Epilogue<TRows, TActivation> epilogue, int row, int column, Float8 left, Float8 right, Float8 bias)
        where TRows : struct, IResultRows<TRows>
        where TActivation : unmanaged, IUnaryOp
    {
        int upper = epilogue.Rows.Offset(row), lower = epilogue.Rows.Offset(row + Lines);
        epilogue.Store(upper, column, left.L.X + bias.L.X, left.L.Y + bias.L.Y);
        epilogue.Store(lower, column, left.L.Z + bias.L.X, left.L.W + bias.L.Y);
        epilogue.Store(upper, column + Lines, left.H.X + bias.L.Z, left.H.Y + bias.L.W);
        epilogue.Store(lower, column + Lines, left.H.Z + bias.L.Z, left.H.W + bias.L.W);
        epilogue.Store(upper, column + (2 * Lines), right.L.X + bias.H.X, right.L.Y + bias.H.Y);
        epilogue.Store(lower, column + (2 * Lines), right.L.Z + bias.H.X, right.L.W + bias.H.Y);
        epilogue.Store(upper, column + (3 * Lines), right.H.X + bias.H.Z, right.H.Y + bias.H.W);
        epilogue.Store(lower, column + (3 * Lines), right.H.Z + bias.H.Z, right.H.W + bias.H.W);
    }

    private struct APiece
    {
        internal uint A0, A1, A2, A3;
    }

    private struct BPiece
    {
        internal uint B0, B1;
    }
}

/// <summary>128 x 128 by 256 threads.</summary>
internal readonly struct Warps2x4 : IWarps
{
    public static int Down => 2;

    public static int Across => 4;

    public static int Stages => 2;
}

/// <summary>128 x 64 by 128 threads.</summary>
internal readonly struct Warps2x2 : IWarps
{
    public static int Down => 2;

    public static int Across => 2;

    public static int Stages => 3;
}

/// <summary>64 x 64 by 64 threads.</summary>
internal readonly struct Warps1x2 : IWarps
{
    public static int Down => 1;

    public static int Across => 2;

    public static int Stages => 3;
}

/// <summary>128 x 32 by 64 threads: for few columns, such as the colours of a picture.</summary>
internal readonly struct Warps2x1 : IWarps
{
    public static int Down => 2;

    public static int Across => 1;

    public static int Stages => 3;
}

/// <summary>64 x 32 by one warp: for few rows and columns, and the only one that the simulator runs.</summary>
internal readonly struct Warps1x1 : IWarps
{
    public static int Down => 1;

    public static int Across => 1;

    public static int Stages => 3;
}
