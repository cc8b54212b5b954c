using ILGPU;
using ILGpuAutoencoders.Engine.Devices.Simt;

namespace ILGpuAutoencoders.Engine.Products.Simt;

/// <summary>A tile of C that a group computes, as a type: its size, and how its threads share the work.</summary>
internal interface IGroupTile
{
    static abstract int Rows { get; }

    static abstract int Columns { get; }

    static abstract int Threads { get; }

    /// <summary>Tiles of each operand in shared memory: one is in use while the others arrive.</summary>
    static abstract int Stages { get; }

    /// <summary>sums += the thread's part of A · B for one tile of each.</summary>
    /// <param name="sums">The thread's accumulators.</param>
    /// <param name="a">A's tile, laid out by <see cref="TileLayout"/>.</param>
    /// <param name="b">B's tile.</param>
    static abstract void Multiply<TA, TB>(ref Sums sums, ArrayView<Quad> a, ArrayView<Quad> b)
        where TA : struct, ITileOperand<TA>
        where TB : struct, ITileOperand<TB>;

    /// <summary>Hands the sums to the epilogue; the tile begins at (<paramref name="row"/>, <paramref name="column"/>) of C.</summary>
    static abstract void Store<TA, TB, TRows, TActivation>(in Sums sums, in Epilogue<TRows, TActivation> epilogue, int row, int column)
        where TA : struct, ITileOperand<TA>
        where TB : struct, ITileOperand<TB>
        where TRows : struct, IResultRows<TRows>
        where TActivation : unmanaged, IUnaryOp;
}
