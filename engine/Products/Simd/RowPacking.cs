namespace ILGpuAutoencoders.Engine.Products.Simd;

/// <summary>
/// Copies a matrix whose columns are contiguous so that its rows are. A tile walks along rows: walking down columns would touch another
/// cache line at each step, and if their distance is a power of two, all lines of a tile share a few sets of the cache.
/// </summary>
internal readonly unsafe struct RowPacking(HostMatrix matrix, int rows, int columns) : IParallelBody
{
    /// <summary>Rows per piece of work: the cache lines they are written to stay in L1.</summary>
    private const int PieceRows = 64;

    /// <summary>Floats from row to row of the copy.</summary>
    internal int Pitch => HostMatrix.ConflictFreePitch(columns);

    /// <summary>Floats of the copy.</summary>
    internal long Length => (long)rows * Pitch;

    private float* Target { get; init; }

    /// <summary>Makes the copy, in parallel.</summary>
    internal HostMatrix Run(SimdDevice device, float* target)
    {
        var copy = this with { Target = target };
        device.For((rows + PieceRows - 1) / PieceRows, ref copy);
        return new(target, Pitch, 1);
    }

    public void Invoke(int index)
    {
        int row = index * PieceRows;
        float* from = matrix.Values + row, to = Target + ((long)row * Pitch);
        PanelCopy.Transpose(from, matrix.ColumnStep, Math.Min(PieceRows, rows - row), columns, to, Pitch);
    }
}
