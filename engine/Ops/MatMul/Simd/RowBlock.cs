using System.Runtime.CompilerServices;

namespace ILGpuAutoencoders.Engine;

/// <summary>
/// A block of rows of a product and one panel of its columns: C rows at <see cref="C"/> + COffsets[r], A rows at
/// <see cref="A"/> + AOffsets[r]. It feeds the tile, and handles the ends of rows and columns through a tile-sized buffer.
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

    /// <summary>Multiplies every row with one panel of B, which <paramref name="task"/> describes but for its pointers to A and C.</summary>
    /// <param name="task">The walk over k, B, and the stage of the sum.</param>
    /// <param name="column">First column in C.</param>
    /// <param name="columns">Valid columns, at most the tile's.</param>
    [SkipLocalsInit]
    internal readonly void Multiply(ref TileTask task, int column, int columns)
    {
        float** a = stackalloc float*[MostTileRows];
        float** c = stackalloc float*[MostTileRows];
        float* spare = stackalloc float[(MostTileRows + 1) * MostTileColumns];
        float* bias = task.Bias;
        task.A = a;
        task.C = c;
        bool isNarrow = columns < TTile.Columns;
        if (isNarrow && bias != null)
        {
            float* padded = spare + (MostTileRows * MostTileColumns);
            new Span<float>(padded, TTile.Columns).Clear();
            CopyRow(bias, padded, columns);
            task.Bias = padded;
        }

        for (int row = 0; row < Rows; row += TTile.Rows)
        {
            int rows = Math.Min(TTile.Rows, Rows - row);
            for (int r = 0; r < rows; r++)
            {
                a[r] = A + AOffsets[row + r];
                c[r] = isNarrow ? spare + (r * MostTileColumns) : C + COffsets[row + r] + column;
            }

            for (int r = rows; r < TTile.Rows; r++)
            {
                a[r] = a[0];
                c[r] = spare + (r * MostTileColumns);
            }

            for (int r = 0; isNarrow && task.Accumulate && r < rows; r++)
            {
                CopyRow(C + COffsets[row + r] + column, c[r], columns);
            }

            TTile.Run(task, Activation);
            for (int r = 0; isNarrow && r < rows; r++)
            {
                CopyRow(c[r], C + COffsets[row + r] + column, columns);
            }
        }

        task.Bias = bias;
    }

    private static void CopyRow(float* from, float* to, int count)
    {
        for (int i = 0; i < count; i++)
        {
            to[i] = from[i];
        }
    }
}
