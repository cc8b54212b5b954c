using System.Runtime.CompilerServices;

namespace ILGpuAutoencoders.Engine.Products.Simd;

/// <summary>A tile that reaches past the rows or columns of C: it is computed in a buffer.</summary>
internal static unsafe class EdgeTile
{
    /// <summary>Computes a part of a tile.</summary>
    /// <param name="whole">The tile; its tables of rows hold <paramref name="rows"/> of them.</param>
    /// <param name="rows">Rows, at most the tile's.</param>
    /// <param name="columns">Columns, at most the tile's.</param>
    /// <param name="activation">Applied to the results.</param>
    [SkipLocalsInit]
    internal static void Run<TActivation>(in TileTask whole, int rows, int columns, TActivation activation)
        where TActivation : unmanaged, IUnaryOp
    {
        var task = whole;
        float* result = task.C, buffer = stackalloc float[(Tile.MostRows + 1) * Tile.MostColumns];
        float* bias = buffer + (Tile.MostRows * Tile.MostColumns);
        int* starts = stackalloc int[Tile.MostRows], rowStarts = task.RowStarts;
        int* bufferStarts = stackalloc int[Tile.MostRows], resultStarts = task.ResultStarts;
        for (int r = 0; r < Tile.Rows; r++)
        {
            starts[r] = rowStarts[Math.Min(r, rows - 1)];
            bufferStarts[r] = r * Tile.MostColumns;
        }

        for (int r = 0; task.Accumulate && r < rows; r++)
        {
            CopyRow(result + resultStarts[r], buffer + bufferStarts[r], columns);
        }

        if (task.Bias != null)
        {
            new Span<float>(bias, Tile.Columns).Clear();
            CopyRow(task.Bias, bias, columns);
            task.Bias = bias;
        }

        task.RowStarts = starts;
        task.C = buffer;
        task.ResultStarts = bufferStarts;
        Tile.Run(task, activation);
        for (int r = 0; r < rows; r++)
        {
            CopyRow(buffer + bufferStarts[r], result + resultStarts[r], columns);
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
