namespace ILGpuAutoencoders.Data;

/// <summary>How a data set is opened.</summary>
public sealed record DatasetOptions
{
    /// <summary>Size, crop, threads, cache, limits, and whether links are followed.</summary>
    public PixelOptions Pixels { get; init; } = new();

    /// <summary>The text of an earlier run's split.json, which says what is in which part; null, the default, to scan the folder.</summary>
    public string? SplitJson { get; init; }

    /// <summary>Decides the split of a folder that has none; 0 unless set.</summary>
    public ulong SplitSeed { get; init; }

    /// <summary>
    /// The part that all pictures are in where no folder names a part; null, the default, splits them. Who names a folder to be measured
    /// means all of it.
    /// </summary>
    public DatasetSplit? WholeAs { get; init; }

    /// <summary>Decides which faces are drawn; 0 unless set.</summary>
    public ulong FacesSeed { get; init; }
}
