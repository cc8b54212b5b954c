using System.Runtime.CompilerServices;

namespace ILGpuAutoencoders.Engine.Products.Simd;

/// <summary>
/// A block of rows of a product and one panel of its columns: C rows at <see cref="C"/> + COffsets[r], A rows at
/// <see cref="A"/> + AOffsets[r]. It feeds the tile, and computes what reaches past the rows or columns in a buffer.
/// </summary>
internal unsafe ref struct RowBlock<TTile, TActivation>
    where TTile : ITile
    where TActivation : unmanaged, IUnaryOp
{
    private const int MostTileRows = 8, MostTileColumns = 32;

    internal float* A, C;
    internal int* AOffsets, COffsets;
    internal int Rows;
    internal TActivation Activation;

    /// <summary>Multiplies every row with one panel of B, which <paramref name="task"/> describes but for where A and C lie.</summary>
    /// <param name="task">The walk over k, B, and the stage of the sum.</param>
    /// <param name="column">First column in C.</param>
    /// <param name="columns">Valid columns, at most the tile's.</param>
    internal readonly void Multiply(ref TileTask task, int column, int columns)
    {
        task.A = A;
        task.C = C + column;
        int whole = columns == TTile.Columns ? Rows - (Rows % TTile.Rows) : 0;
        for (int row = 0; row < whole; row += TTile.Rows)
        {
            task.AOffsets = AOffsets + row;
            task.COffsets = COffsets + row;
            TTile.Run(task, Activation);
        }

        for (int row = whole; row < Rows; row += TTile.Rows)
        {
            MultiplyEdge(task, row, columns);
        }
    }

    /// <summary>A tile that reaches past the rows or columns of C: it is computed in a buffer.</summary>
    [SkipLocalsInit]
    private readonly void MultiplyEdge(TileTask task, int row, int columns)
    {
        int rows = Math.Min(TTile.Rows, Rows - row);
        float* result = task.C, buffer = stackalloc float[(MostTileRows + 1) * MostTileColumns], bias = buffer + (MostTileRows * MostTileColumns);
        int* aOffsets = stackalloc int[MostTileRows], cOffsets = stackalloc int[MostTileRows];
        for (int r = 0; r < TTile.Rows; r++)
        {
            aOffsets[r] = AOffsets[row + Math.Min(r, rows - 1)];
            cOffsets[r] = r * MostTileColumns;
        }

        for (int r = 0; task.Accumulate && r < rows; r++)
        {
            CopyRow(result + COffsets[row + r], buffer + cOffsets[r], columns);
        }

        if (task.Bias != null)
        {
            new Span<float>(bias, TTile.Columns).Clear();
            CopyRow(task.Bias, bias, columns);
            task.Bias = bias;
        }

        task.AOffsets = aOffsets;
        task.C = buffer;
        task.COffsets = cOffsets;
        TTile.Run(task, Activation);
        for (int r = 0; r < rows; r++)
        {
            CopyRow(buffer + cOffsets[r], result + COffsets[row + r], columns);
        }
    }

    private static void CopyRow(float* from, float* to, int count)
    {
        for (int i = 0; i < count; i++)
        {
            to[i] = from[i];
        }
    }
}
