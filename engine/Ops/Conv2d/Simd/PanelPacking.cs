namespace ILGpuAutoencoders.Engine;

/// <summary>
/// Packs a weight matrix into panels of [depth, tile columns]. The depth is made of taps of TapDepth values each; tap t
/// starts at TapOffsets[t]; a plain matrix is one tap without offsets.
/// </summary>
internal unsafe struct PanelPacking<TTile> : IParallelBody
    where TTile : ITile
{
    internal float* Weight;
    internal int* TapOffsets;
    internal int Taps, TapDepth, RowStep, ColumnStep, Columns;

    private float* _panels;

    internal readonly int PanelCount => (Columns + TTile.Columns - 1) / TTile.Columns;

    /// <summary>Rows of the matrix.</summary>
    internal readonly int Depth => Taps * TapDepth;

    /// <summary>Floats of all panels.</summary>
    internal readonly long Length => (long)Depth * PanelCount * TTile.Columns;

    /// <summary>Packs all panels, in parallel.</summary>
    internal readonly void PackAll(SimdDevice device, float* panels)
    {
        var all = this;
        all._panels = panels;
        device.For(Taps * PanelCount, ref all);
    }

    /// <summary>Packs one panel on the calling thread.</summary>
    internal readonly void PackPanel(int panel, float* target)
    {
        for (int tap = 0; tap < Taps; tap++)
        {
            PackTap(tap, panel, target);
        }
    }

    public readonly void Invoke(int index) => PackTap(index % Taps, index / Taps, _panels + ((long)(index / Taps) * TTile.Columns * Taps * TapDepth));

    private readonly void PackTap(int tap, int panel, float* target)
    {
        int column = panel * TTile.Columns;
        Packing.Panel(Weight + (TapOffsets == null ? 0 : TapOffsets[tap]) + ((long)column * ColumnStep), RowStep, ColumnStep, TapDepth, Math.Min(TTile.Columns, Columns - column), target + ((long)tap * TapDepth * TTile.Columns), TTile.Columns);
    }
}
