using ILGpuAutoencoders.Engine.Products.Simd;

namespace ILGpuAutoencoders.Engine.Products;

/// <summary>
/// Packs a matrix, the right operand of a product and usually weights, into panels: [depth, panel columns] one after another, padded with
/// zeros. The depth consists of taps of <paramref name="tapDepth"/> rows, of which tap t starts at
/// <paramref name="tapOffsets"/>[t] from the matrix; a plain matrix is one tap without offsets.
/// </summary>
internal readonly unsafe struct PanelPacking(HostMatrix matrix, int tapDepth, int columns, int taps = 1, int* tapOffsets = null)
    : IParallelBody
{
    /// <summary>Rows per piece of work: each panel gets some consecutive cache lines.</summary>
    private const int PieceRows = 16;

    /// <summary>Columns of a panel: as many as a tile computes.</summary>
    internal static int PanelColumns => Tile.Columns;

    internal int Columns => columns;

    /// <summary>Columns of all panels; the last ones may be zeros.</summary>
    internal int PaddedColumns => RoundUp(columns);

    internal int PanelCount => Count(columns);

    /// <summary>Rows of the matrix.</summary>
    internal int Depth => taps * tapDepth;

    /// <summary>Floats of all panels.</summary>
    internal long Length => PanelLength * PanelCount;

    /// <summary>Floats of a panel.</summary>
    internal long PanelLength => (long)Depth * Tile.Columns;

    private int RowPieces => (tapDepth + PieceRows - 1) / PieceRows;

    private float* Target { get; init; }

    /// <summary>Panels that <paramref name="columns"/> fill.</summary>
    internal static int Count(int columns) => (columns + Tile.Columns - 1) / Tile.Columns;

    /// <summary>Columns of whole panels.</summary>
    internal static int RoundUp(int columns) => Count(columns) * Tile.Columns;

    /// <summary>Packs all panels, in parallel.</summary>
    internal void PackAll(SimdDevice device, float* panels)
    {
        var all = this with { Target = panels };
        device.For(taps * (matrix.ColumnStep == 1 ? RowPieces : PanelCount), ref all);
    }

    /// <summary>Packs one panel on the calling thread.</summary>
    internal void PackPanel(int panel, float* target)
    {
        for (int tap = 0; tap < taps; tap++)
        {
            PackTap(tap, panel, target);
        }
    }

    public void Invoke(int index)
    {
        int tap = index % taps, piece = index / taps;
        if (matrix.ColumnStep == 1)
        {
            PackRows(tap, piece * PieceRows);
        }
        else
        {
            PackTap(tap, piece, Target + (piece * PanelLength));
        }
    }

    /// <summary>Some rows of all panels: a row of the matrix is one long run, of which each panel takes a cache line or two.</summary>
    private void PackRows(int tap, int row)
    {
        float* target = Target + ((((long)tap * tapDepth) + row) * Tile.Columns);
        PanelCopy.Panels(Tap(tap).From(row, 0), Math.Min(PieceRows, tapDepth - row), columns, target, PanelLength);
    }

    private void PackTap(int tap, int panel, float* target)
    {
        int column = panel * Tile.Columns;
        target += (long)tap * tapDepth * Tile.Columns;
        PanelCopy.Panel(Tap(tap).From(0, column), tapDepth, Math.Min(Tile.Columns, columns - column), target, Tile.Columns);
    }

    private HostMatrix Tap(int tap) =>
        tapOffsets == null ? matrix : new(matrix.Values + tapOffsets[tap], matrix.RowStep, matrix.ColumnStep);
}
