namespace ILGpuAutoencoders.Engine;

/// <summary>
/// Packs a weight matrix into panels of [depth, tile columns], all panels in parallel. The depth is made of taps of
/// TapDepth values each; tap t starts at TapOffsets[t].
/// </summary>
internal unsafe struct PanelPacking<TTile> : IParallelBody
    where TTile : ITile
{
    internal float* Weight, Panels;
    internal int* TapOffsets;
    internal int Taps, TapDepth, RowStep, ColumnStep, Columns;

    internal void Run(SimdDevice device) => device.For(Taps * ((Columns + TTile.Columns - 1) / TTile.Columns), ref this);

    public readonly void Invoke(int index)
    {
        int tap = index % Taps, column = index / Taps * TTile.Columns;
        float* panel = Panels + ((long)column * Taps * TapDepth) + ((long)tap * TapDepth * TTile.Columns);
        Packing.Panel(Weight + TapOffsets[tap] + ((long)column * ColumnStep), RowStep, ColumnStep, TapDepth, Math.Min(TTile.Columns, Columns - column), panel, TTile.Columns);
    }
}
