namespace ILGpuAutoencoders.Engine.Ops.Rearrangement;

/// <summary>
/// A run of columns of a row-major matrix: those from <paramref name="Start"/> on, with <paramref name="Width"/> floats per row.
/// </summary>
internal readonly record struct ColumnRange(Storage Storage, int Width, int Start);

/// <summary>to[r, c] = from[r, c] for <paramref name="columns"/> columns.</summary>
internal readonly partial struct ColumnCopy(ColumnRange from, ColumnRange to, int rows, int columns) : IKernel
{
    private readonly ColumnRange _from = from, _to = to;
    private readonly int _rows = rows, _columns = columns;
}
