using ILGpuAutoencoders.Data;
using Row = ILGpuAutoencoders.Models.OptionDescriptor<ILGpuAutoencoders.Models.CompareOptions>;

namespace ILGpuAutoencoders.Models;

/// <summary>Which runs are compared, on which pictures.</summary>
public sealed record CompareOptions : ComputeOptions
{
    /// <summary>Run folders (their best checkpoints) or checkpoint files, 2 or more.</summary>
    public required IReadOnlyList<string> Runs { get; init; }

    /// <summary>Pictures for all of them: a folder, or <c>faces[:N]</c>; null, the default, for each run's own.</summary>
    public string? Data { get; init; }

    /// <summary>The part to measure on; <see cref="DatasetSplit.Test"/> unless set.</summary>
    public DatasetSplit Split { get; init; } = DatasetSplit.Test;

    /// <summary>The page to write; null, the default, for none. It must not exist.</summary>
    public string? Out { get; init; }

    /// <summary>Whether files that exist are replaced; those of inputs never are. False unless set.</summary>
    public bool Overwrite { get; init; }

    /// <summary>These options by key.</summary>
    public static new OptionTable<CompareOptions> Table { get; } = TableOf(
        new CompareOptions { Runs = [] },
        Row.Of("split", EvaluationOptions.Splits, "the part to measure on", o => o.Split, (o, v) => o with { Split = v }));
}

/// <summary>What a comparison found. Its properties are the keys of <c>compare --json</c>, in snake case.</summary>
/// <param name="Out">The page; null if none was asked for.</param>
/// <param name="SamePictures">Whether all runs were measured on the same pixels, so that their numbers can be compared.</param>
/// <param name="Runs">Each run, in the order given.</param>
/// <param name="Options">The options that differ, each with its value for every run that can be read; null where it is not set.</param>
public sealed record CompareResult(
    string? Out, bool SamePictures, IReadOnlyList<ComparedRun> Runs, IReadOnlyDictionary<string, IReadOnlyList<string?>> Options);

/// <summary>A run of a comparison.</summary>
/// <param name="Run">As it was named.</param>
/// <param name="Model">The family; null if it cannot be read.</param>
/// <param name="Parameters">Trained numbers; null if it cannot be read.</param>
/// <param name="Evaluation">What was measured; null if it cannot be.</param>
/// <param name="Problem">Why not, as a sentence; null if nothing is wrong.</param>
public sealed record ComparedRun(string Run, string? Model, long? Parameters, EvaluationResult? Evaluation, string? Problem);
