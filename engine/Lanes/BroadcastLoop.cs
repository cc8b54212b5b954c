using ILGpuAutoencoders.Engine.Shapes;

namespace ILGpuAutoencoders.Engine.Lanes;

/// <summary>The body of a broadcasting loop: handles elements [start, end) of one row.</summary>
internal interface IBroadcastBody
{
    void Invoke(int row, int start, int end);
}

/// <summary>Splits the rows of a <see cref="BroadcastShape"/> over all threads: many short rows a piece, or many pieces a long row.</summary>
internal static class BroadcastLoop
{
    /// <summary>Elements a piece; a multiple of every lane's width, so that pieces of a row do not change which lane handles an element.</summary>
    private const int Piece = 1 << 14;

    internal static void Run<TBody>(SimdDevice device, in BroadcastShape shape, ref TBody body)
        where TBody : struct, IBroadcastBody
    {
        int rowsAPiece = Math.Max(1, Piece / Math.Max(1, shape.N3)), piecesARow = Math.Max(1, (shape.N3 + Piece - 1) / Piece);
        var pieces = new Pieces<TBody> { Body = body, Rows = shape.Rows, RowLength = shape.N3, RowsAPiece = rowsAPiece, PiecesARow = piecesARow };
        device.For((shape.Rows + rowsAPiece - 1) / rowsAPiece * piecesARow, ref pieces);
    }

    private struct Pieces<TBody> : IParallelBody
        where TBody : struct, IBroadcastBody
    {
        internal TBody Body;
        internal int Rows, RowLength, RowsAPiece, PiecesARow;

        public void Invoke(int index)
        {
            int first = index / PiecesARow * RowsAPiece, start = index % PiecesARow * Piece;
            int end = PiecesARow == 1 ? RowLength : Math.Min(RowLength, start + Piece);
            for (int row = first; row < Math.Min(Rows, first + RowsAPiece); row++)
            {
                Body.Invoke(row, start, end);
            }
        }
    }
}
