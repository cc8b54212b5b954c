namespace ILGpuAutoencoders.Data;

/// <summary>What is brought in, and how it is divided.</summary>
public sealed record ImportOptions
{
    /// <summary>A folder, or a .zip, .tar, .tar.gz or .tgz archive, told by its first bytes.</summary>
    public required string Source { get; init; }

    /// <summary>The folder to make, with train, val and test; it must be missing or empty.</summary>
    public required string Out { get; init; }

    /// <summary>Decides the split; 0 unless set.</summary>
    public ulong Seed { get; init; }

    /// <summary>
    /// A list of the people of train, as LFW's peopleDevTrain.txt: a number, then a name and a count a line; val is set apart from
    /// them. Null, the default, splits from the seed.
    /// </summary>
    public string? TrainPeople { get; init; }

    /// <summary>A list of the people of test, as LFW's peopleDevTest.txt; given if and only if the other is.</summary>
    public string? TestPeople { get; init; }

    /// <summary>The most entries that an archive may have; 500,000 unless set.</summary>
    public int MaxEntries { get; init; } = 500_000;

    /// <summary>The most bytes that an entry may unpack to; 256 MiB unless set.</summary>
    public long MaxEntryBytes { get; init; } = 256L << 20;

    /// <summary>
    /// How many times its own bytes an archive may unpack to, beyond 16 MiB; 50 unless set. Pictures are compressed already and hardly
    /// unpack to more.
    /// </summary>
    public int MaxRatio { get; init; } = 50;
}

/// <summary>What was brought in.</summary>
/// <param name="Out">The folder.</param>
/// <param name="Images">Pictures in all.</param>
/// <param name="Train">Pictures in train.</param>
/// <param name="Val">Pictures in val.</param>
/// <param name="Test">Pictures in test.</param>
/// <param name="People">
/// Folders that pictures lay in; none is in two parts where there are at least three, or where the source or lists say who is where.
/// </param>
/// <param name="LeftOut">Pictures that were left out: of people who are in neither list, hidden ones, links, and those of no part.</param>
public sealed record ImportResult(string Out, int Images, int Train, int Val, int Test, int People, int LeftOut)
{
    /// <summary>What else the source holds and was not taken.</summary>
    public LeftOut Skipped { get; init; } = new();
}
