namespace ILGpuAutoencoders.Engine.Products.Simd;

/// <summary>
/// Packs a matrix, as a rule weights, into panels of [depth, tile columns]. The depth is made of taps of TapDepth values each; tap t
/// starts at TapOffsets[t]; a plain matrix is one tap without offsets.
/// </summary>
internal unsafe struct PanelPacking<TTile> : IParallelBody
    where TTile : ITile
{
    /// <summary>Rows of a piece of work: all panels get some cache lines in a row.</summary>
    private const int PieceRows = 16;

    internal float* Weight;
    internal int* TapOffsets;
    internal int Taps, TapDepth, RowStep, ColumnStep, Columns;

    private float* _panels;

    internal readonly int PanelCount => (Columns + TTile.Columns - 1) / TTile.Columns;

    /// <summary>Rows of the matrix.</summary>
    internal readonly int Depth => Taps * TapDepth;

    /// <summary>Floats of all panels.</summary>
    internal readonly long Length => (long)Depth * PanelCount * TTile.Columns;

    private readonly int RowPieces => (TapDepth + PieceRows - 1) / PieceRows;

    private readonly long PanelStep => (long)Depth * TTile.Columns;

    /// <summary>Packs all panels, in parallel.</summary>
    internal readonly void PackAll(SimdDevice device, float* panels)
    {
        var all = this;
        all._panels = panels;
        device.For(Taps * (ColumnStep == 1 ? RowPieces : PanelCount), ref all);
    }

    /// <summary>Packs one panel on the calling thread.</summary>
    internal readonly void PackPanel(int panel, float* target)
    {
        for (int tap = 0; tap < Taps; tap++)
        {
            PackTap(tap, panel, target);
        }
    }

    public readonly void Invoke(int index)
    {
        int tap = index % Taps, piece = index / Taps;
        if (ColumnStep == 1)
        {
            PackRows(tap, piece * PieceRows);
        }
        else
        {
            PackTap(tap, piece, _panels + (piece * PanelStep));
        }
    }

    /// <summary>Some rows of all panels: a row of the matrix is one long run, of which a panel is a cache line or two.</summary>
    private readonly void PackRows(int tap, int row)
    {
        float* target = _panels + ((((long)tap * TapDepth) + row) * TTile.Columns);
        Packing.Panels(Tap(tap) + ((long)row * RowStep), RowStep, 1, Math.Min(PieceRows, TapDepth - row), Columns, target, TTile.Columns, PanelStep);
    }

    private readonly float* Tap(int tap) => Weight + (TapOffsets == null ? 0 : TapOffsets[tap]);

    private readonly void PackTap(int tap, int panel, float* target)
    {
        int column = panel * TTile.Columns;
        Packing.Panel(Tap(tap) + ((long)column * ColumnStep), RowStep, ColumnStep, TapDepth, Math.Min(TTile.Columns, Columns - column), target + ((long)tap * TapDepth * TTile.Columns), TTile.Columns);
    }
}
