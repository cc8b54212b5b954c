namespace ILGpuAutoencoders.Engine.Products.Simd;

/// <summary>
/// How products are cut for the caches: a panel of B (Depth x tile columns) stays in L1, a block of A (Rows x Depth) in L2.
/// </summary>
internal static class CacheBlock
{
    internal const int Rows = 240;

    /// <summary>Panels of columns that a piece of the depth takes at a time, so that rows of B are read in long runs.</summary>
    internal const int SplitPanels = 32;

    private const int PanelLength = 6144, LeastDepth = 256, LeastSplitDepth = 1024, MostSplits = 8, MostSplitTiles = 64;

    /// <summary>
    /// Rows of a panel, as many as fit into three quarters of a 32 KiB L1: the deeper the panel, the fewer tile starts, which wait for A,
    /// and the fewer passes over C. Processors whose tiles are 32 columns wide have a larger L1.
    /// </summary>
    internal static int Depth => Math.Max(LeastDepth, PanelLength / Tile.Columns);

    /// <summary>
    /// The depth of a piece of the product. A long depth with a small result is split, and each piece has its own sums, so that all
    /// threads have work and A and B are read once.
    /// </summary>
    internal static int SplitDepth(int depth, int tiles)
    {
        if (depth < 2 * LeastSplitDepth || tiles > MostSplitTiles)
        {
            return Math.Max(1, depth);
        }

        int piece = Math.Max(LeastSplitDepth, (depth + MostSplits - 1) / MostSplits);
        return (piece + Depth - 1) / Depth * Depth;
    }
}
