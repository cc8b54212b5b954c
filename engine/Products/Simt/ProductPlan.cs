using ILGpuAutoencoders.Engine.Devices.Simt;

namespace ILGpuAutoencoders.Engine.Products.Simt;

/// <summary>The sizes of tiles, by the number of their rows and columns.</summary>
internal enum TileSize
{
    Large,
    Tall,
    Square,
    Narrow,
    Small,
}

/// <summary>How a product is split over groups. It follows from the shape alone, and with it the order of every sum.</summary>
/// <param name="Size">Of the tiles.</param>
/// <param name="TilesDown">Tiles over the rows.</param>
/// <param name="TilesAcross">Tiles over the columns.</param>
/// <param name="Splits">Parts of k that different groups sum.</param>
/// <param name="KPerSplit">The k of each but the last, a multiple of <see cref="TileLayout.Depth"/>.</param>
internal readonly record struct ProductPlan(TileSize Size, int TilesDown, int TilesAcross, int Splits, int KPerSplit)
{
    /// <summary>Below this k a part is not worth its second pass.</summary>
    private const int LeastK = 128;

    /// <summary>Floats that the parts of a product may take together.</summary>
    private const long MostPartials = 1 << 25;

    /// <summary>Plans a product.</summary>
    /// <param name="rows">Of C, of one phase.</param>
    /// <param name="columns">Of C.</param>
    /// <param name="k">Terms of each sum.</param>
    /// <param name="phases">Products of these sizes in one launch.</param>
    /// <param name="count">Values of the result over all phases.</param>
    /// <param name="target">Where it runs.</param>
    internal static ProductPlan Of(int rows, int columns, int k, int phases, long count, SimtTarget target)
    {
        TileSize[] candidates = target.Tiles == TileChoice.Smallest ? [TileSize.Small] : target.Tiles == TileChoice.Moderate ? [TileSize.Square] : columns <= 32 ? [rows <= 64 ? TileSize.Small : TileSize.Narrow] : rows <= 64 ? [TileSize.Square] : [TileSize.Large, TileSize.Tall, TileSize.Square];
        foreach (var size in candidates)
        {
            var plan = Unsplit(size);
            if (plan.TilesDown * (long)plan.TilesAcross * phases >= target.EnoughGroups)
            {
                return plan;
            }
        }

        var smallest = Unsplit(candidates[^1]);
        int groups = smallest.TilesDown * smallest.TilesAcross * phases;
        int wanted = (int)Math.Min(Math.Min(Tiles(2 * target.EnoughGroups, groups), Math.Max(1, k / LeastK)), Math.Max(1, MostPartials / count));
        int kPerSplit = Tiles(Tiles(k, wanted), TileLayout.Depth) * TileLayout.Depth;
        return wanted <= 1 ? smallest : smallest with { Splits = Tiles(k, kPerSplit), KPerSplit = kPerSplit };

        ProductPlan Unsplit(TileSize size)
        {
            var (height, width) = Extent(size, target);
            return new(size, Tiles(rows, height), Tiles(columns, width), 1, k);
        }
    }

    /// <summary>Rows and columns of a tile.</summary>
    internal static (int Rows, int Columns) Extent(TileSize size, SimtTarget target) => size switch
    {
        TileSize.Large => (128, 128),
        TileSize.Tall => (128, 64),
        TileSize.Square => (64, 64),
        TileSize.Narrow => (128, 32),
        _ => target.HasTensorCores ? (64, 32) : target.Tiles == TileChoice.Smallest ? (16, 16) : (64, 64),
    };

    private static int Tiles(int extent, int tile) => (extent + tile - 1) / tile;
}
