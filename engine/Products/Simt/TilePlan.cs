using ILGpuAutoencoders.Engine.Devices.Simt;

namespace ILGpuAutoencoders.Engine.Products.Simt;

/// <summary>Tile sizes, named by rows and columns.</summary>
internal enum TileSize
{
    Large,
    Tall,
    Square,
    Narrow,
    Small,
}

/// <summary>How a product is split over groups. The shape alone determines it, and so the order of every sum.</summary>
/// <param name="Size">Size of the tiles.</param>
/// <param name="TilesDown">Tiles over the rows.</param>
/// <param name="TilesAcross">Tiles over the columns.</param>
/// <param name="Splits">Parts of k, summed by different groups.</param>
/// <param name="KPerSplit">Values of k in each part but the last, a multiple of <see cref="TileLayout.Depth"/>.</param>
internal readonly record struct TilePlan(TileSize Size, int TilesDown, int TilesAcross, int Splits, int KPerSplit)
{
    /// <summary>Below this many values of k a part is not worth a second pass.</summary>
    private const int LeastK = 128;

    /// <summary>Floats that the parts of a product may take together.</summary>
    private const long MostPartials = 1 << 25;

    internal static TilePlan Of(in ProductSize size, SimtTarget target)
    {
        var sizes = Candidates(size, target);
        foreach (var tile in sizes)
        {
            var plan = Unsplit(tile, size, target);
            if (plan.TilesDown * (long)plan.TilesAcross * size.Phases >= target.EnoughGroups)
            {
                return plan;
            }
        }

        var smallest = Unsplit(sizes[^1], size, target);
        int groups = smallest.TilesDown * smallest.TilesAcross * size.Phases;
        int splits = Math.Min(Ceiling(2 * target.EnoughGroups, groups), Math.Max(1, size.K / LeastK));
        splits = (int)Math.Min(splits, Math.Max(1, MostPartials / size.Count));
        int kPerSplit = Ceiling(Ceiling(size.K, splits), TileLayout.Depth) * TileLayout.Depth;
        return splits <= 1 ? smallest : smallest with { Splits = Ceiling(size.K, kPerSplit), KPerSplit = kPerSplit };
    }

    /// <summary>Suitable tiles, the largest first; the last is taken if none makes enough groups.</summary>
    private static TileSize[] Candidates(in ProductSize size, SimtTarget target) => target.Tiles switch
    {
        TileChoice.Smallest => [TileSize.Small],
        TileChoice.Moderate => [TileSize.Square],
        _ when size.Columns <= 32 => [size.Rows <= 64 ? TileSize.Small : TileSize.Narrow],
        _ when size.Rows <= 64 => [TileSize.Square],
        _ => [TileSize.Large, TileSize.Tall, TileSize.Square],
    };

    private static TilePlan Unsplit(TileSize tile, in ProductSize size, SimtTarget target)
    {
        var (rows, columns) = Extent(tile, target);
        return new(tile, Ceiling(size.Rows, rows), Ceiling(size.Columns, columns), Splits: 1, KPerSplit: size.K);
    }

    /// <summary>Rows and columns of a tile.</summary>
    private static (int Rows, int Columns) Extent(TileSize size, SimtTarget target) => size switch
    {
        TileSize.Large => (128, 128),
        TileSize.Tall => (128, 64),
        TileSize.Square => (64, 64),
        TileSize.Narrow => (128, 32),
        _ => target.HasTensorCores ? (64, 32) : target.Tiles == TileChoice.Smallest ? (16, 16) : (64, 64),
    };

    private static int Ceiling(int count, int part) => (count + part - 1) / part;
}
