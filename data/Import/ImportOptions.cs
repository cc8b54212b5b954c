namespace ILGpuAutoencoders.Data;

/// <summary>What is imported, and how it is split.</summary>
public sealed record ImportOptions
{
    /// <summary>A folder, or a .zip, .tar, .tar.gz or .tgz archive, recognised by its first bytes.</summary>
    public required string Source { get; init; }

    /// <summary>The folder to create, with train, val and test; it must be missing or empty.</summary>
    public required string Out { get; init; }

    /// <summary>Seed of the split; 0 unless set.</summary>
    public ulong Seed { get; init; }

    /// <summary>
    /// A list of the people of train, like LFW's peopleDevTrain.txt: a number, then a name and a count per line; val is taken from them.
    /// Null, the default, splits by the seed.
    /// </summary>
    public string? TrainPeople { get; init; }

    /// <summary>A list of the people of test, like LFW's peopleDevTest.txt; required if and only if the other list is given.</summary>
    public string? TestPeople { get; init; }

    /// <summary>The most entries that an archive may have; 500,000 unless set.</summary>
    public int MaxEntries { get; init; } = 500_000;

    /// <summary>The most bytes that an entry may unpack to; 256 MiB unless set.</summary>
    public long MaxEntryBytes { get; init; } = 256L << 20;

    /// <summary>
    /// The factor by which an archive may grow when unpacked, beyond 16 MiB; 50 unless set. Pictures are already compressed and hardly
    /// grow.
    /// </summary>
    public int MaxRatio { get; init; } = 50;
}

/// <summary>What was imported.</summary>
/// <param name="Out">The folder.</param>
/// <param name="Images">Pictures in all.</param>
/// <param name="Train">Pictures in train.</param>
/// <param name="Val">Pictures in val.</param>
/// <param name="Test">Pictures in test.</param>
/// <param name="People">
/// Folders that held pictures; none is in two parts if there are at least three, or if the source or lists assign people to parts.
/// </param>
/// <param name="LeftOut">Pictures that were left out: of people who are in neither list, hidden ones, links, and those of no part.</param>
public sealed record ImportResult(string Out, int Images, int Train, int Val, int Test, int People, int LeftOut)
{
    /// <summary>What else the source holds that was not taken.</summary>
    public LeftOut Skipped { get; init; } = new();
}
