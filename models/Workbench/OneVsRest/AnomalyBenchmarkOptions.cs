namespace ILGpuAutoencoders.Models;

/// <summary>Which classes are told from the rest, and by what.</summary>
public sealed record AnomalyBenchmarkOptions
{
    /// <summary>
    /// The folder of classes: train/CLASS and test/CLASS; or CLASS and test/CLASS; or CLASS alone, each of which is split.
    /// </summary>
    public required string Data { get; init; }

    /// <summary>What all runs share; of its data and its seed the values are ignored.</summary>
    public required TrainingOptions Training { get; init; }

    /// <summary>Seeds, each once: differences between them are chance.</summary>
    public required IReadOnlyList<ulong> Seeds { get; init; }

    /// <summary>The score for verdicts: one of <see cref="AnomalyScores.Names"/>; <see cref="AnomalyScores.Default"/> unless set.</summary>
    public string Score { get; init; } = AnomalyScores.Default;

    /// <summary>The folder for the runs and the tables; an earlier benchmark in it is resumed.</summary>
    public required string Out { get; init; }
}

/// <summary>What a benchmark found.</summary>
/// <param name="Out">The folder, with benchmark.md, benchmark.csv, benchmark.json and a run of each class and seed.</param>
/// <param name="Score">The score that gives the verdicts.</param>
/// <param name="Rows">By class.</param>
/// <param name="Mean">AUROC of every score and control by name: of each seed the mean over classes.</param>
public sealed record AnomalyBenchmarkResult(
    string Out, string Score, IReadOnlyList<AnomalyBenchmarkRow> Rows, IReadOnlyDictionary<string, Spread> Mean);

/// <summary>A class against all others.</summary>
/// <param name="Class">The class whose pictures are normal.</param>
/// <param name="Train">Pictures that its model is trained on.</param>
/// <param name="Normal">Pictures of the class in test.</param>
/// <param name="Others">Pictures of all others in test.</param>
/// <param name="Seeds">Number of runs.</param>
/// <param name="Auroc">Of every score and control by name.</param>
public sealed record AnomalyBenchmarkRow(
    string Class, int Train, int Normal, int Others, int Seeds, IReadOnlyDictionary<string, Spread> Auroc);
