namespace ILGpuAutoencoders.Engine.Ops.Rearrangement;

internal readonly unsafe partial struct ColumnCopy
{
    private const int ElementsAPiece = 1 << 14;

    public void Run(SimdDevice device)
    {
        int rowsAPiece = Math.Max(1, ElementsAPiece / Math.Max(1, _columns));
        var body = new Body
        {
            From = device.Pointer(_from.Storage) + _from.Start,
            To = device.Pointer(_to.Storage) + _to.Start,
            FromWidth = _from.Width,
            ToWidth = _to.Width,
            Rows = _rows,
            Columns = _columns,
            RowsAPiece = rowsAPiece,
        };
        device.For((_rows + rowsAPiece - 1) / rowsAPiece, ref body);
    }

    private struct Body : IParallelBody
    {
        internal float* From, To;
        internal int FromWidth, ToWidth, Rows, Columns, RowsAPiece;

        public readonly void Invoke(int index)
        {
            for (int row = index * RowsAPiece; row < Math.Min(Rows, (index + 1) * RowsAPiece); row++)
            {
                var from = new ReadOnlySpan<float>(From + ((nint)row * FromWidth), Columns);
                from.CopyTo(new Span<float>(To + ((nint)row * ToWidth), Columns));
            }
        }
    }
}
