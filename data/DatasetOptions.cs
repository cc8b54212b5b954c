namespace ILGpuAutoencoders.Data;

/// <summary>How a data set is opened.</summary>
public sealed record DatasetOptions
{
    /// <summary>Size, crop, threads, cache, limits, and whether links are followed.</summary>
    public PixelOptions Pixels { get; init; } = new();

    /// <summary>The text of an earlier run's split.json, which says what is in which part; null, the default, to scan the folder.</summary>
    public string? SplitJson { get; init; }

    /// <summary>Seed of the split of a folder that has none; 0 unless set.</summary>
    public ulong SplitSeed { get; init; }

    /// <summary>
    /// The part that all pictures belong to if no folder names a part; null, the default, splits them. Someone who names a folder to
    /// evaluate means all of it.
    /// </summary>
    public DatasetSplit? WholeAs { get; init; }

    /// <summary>Seed of the drawn faces; 0 unless set.</summary>
    public ulong FacesSeed { get; init; }
}
