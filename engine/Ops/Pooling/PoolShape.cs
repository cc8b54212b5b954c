namespace ILGpuAutoencoders.Engine.Ops.Pooling;

/// <summary>
/// Pictures x of [N, H, W, C] pooled to y of [N, OutH, OutW, C]: output (oy, ox) sees the pixels from (oy · Stride, ox · Stride) on,
/// Kernel x Kernel of them.
/// </summary>
internal readonly record struct PoolShape(int N, int H, int W, int C, int OutH, int OutW, int Kernel, int Stride)
{
    internal Shape Input => [N, H, W, C];

    internal Shape Output => [N, OutH, OutW, C];

    /// <summary>The first window along an axis that sees <paramref name="position"/>.</summary>
    internal int FirstWindow(int position) => position < Kernel ? 0 : ((position - Kernel) / Stride) + 1;

    /// <summary>
    /// The last window of <paramref name="windows"/> along an axis that sees <paramref name="position"/>; below the first if none does.
    /// </summary>
    internal int LastWindow(int position, int windows) => Math.Min(windows - 1, position / Stride);
}
