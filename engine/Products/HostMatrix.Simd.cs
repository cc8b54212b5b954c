namespace ILGpuAutoencoders.Engine.Products;

/// <summary>A matrix in host memory by its steps: element (r, c) is at r · RowStep + c · ColumnStep.</summary>
internal readonly unsafe struct HostMatrix(float* values, int rowStep, int columnStep)
{
    internal float* Values => values;

    internal int RowStep => rowStep;

    internal int ColumnStep => columnStep;

    internal static HostMatrix Of(SimdDevice device, in Matrix matrix) =>
        new(device.Pointer(matrix.Storage), matrix.RowStep, matrix.ColumnStep);

    internal static HostMatrix RowMajor(float* values, int columns) => new(values, columns, 1);

    internal HostMatrix Transposed => new(values, columnStep, rowStep);

    /// <summary>The part that begins at an element.</summary>
    internal HostMatrix From(int row, int column) => new(values + ((long)row * rowStep) + ((long)column * columnStep), rowStep, columnStep);

    /// <summary>
    /// A step between rows (or pixels) that are read one value at a time in turn: an odd number of cache lines, because steps of a power
    /// of two map them all to a few sets of the cache.
    /// </summary>
    /// <param name="columns">Values of a row, or channels of a pixel.</param>
    internal static int ConflictFreePitch(int columns) => columns < 16 ? columns : (((columns + 15) / 16) | 1) * 16;
}
