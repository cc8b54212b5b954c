using ILGpuAutoencoders.Data;
using static ILGpuAutoencoders.Models.NumberRange;
using Row = ILGpuAutoencoders.Models.OptionDescriptor<ILGpuAutoencoders.Models.AnomalyCalibrateOptions>;

namespace ILGpuAutoencoders.Models;

/// <summary>How thresholds are set.</summary>
public sealed record AnomalyCalibrateOptions : ComputeOptions
{
    /// <summary>A run folder (its best checkpoint) or a checkpoint file within one.</summary>
    public required string Run { get; init; }

    /// <summary>Normal pictures: a folder, or <c>faces[:N]</c>. Train shows what they look like, val sets the thresholds.</summary>
    public required string Data { get; init; }

    /// <summary>The share of normal pictures, in percent, that should pass, from 1 to below 100; 95 unless set.</summary>
    public double Percentile { get; init; } = 95;

    /// <summary>The score for verdicts: one of <see cref="AnomalyScores.Names"/>; <see cref="AnomalyScores.Default"/> unless set.</summary>
    public string Score { get; init; } = AnomalyScores.Default;

    private static NamedValues<string> Scores => new(AnomalyScores.Names, name => name);

    /// <summary>These options by key.</summary>
    public static new OptionTable<AnomalyCalibrateOptions> Table { get; } = TableOf(
        new AnomalyCalibrateOptions { Run = "", Data = "" },
        Row.Of("percentile", From(1.0).Below(100), "share of normal pictures, in percent, that should pass", o => o.Percentile,
            (o, v) => o with { Percentile = v }),
        Row.Of("score", Scores, "the score that gives the verdict", o => o.Score, (o, v) => o with { Score = v }));
}

/// <summary>What was calibrated.</summary>
/// <param name="File">The calibration, beside the model.</param>
/// <param name="Images">Number of pictures of val.</param>
/// <param name="Score">The score that gives the verdict.</param>
/// <param name="Percentile">The share of normal pictures, in percent, that should pass.</param>
/// <param name="Threshold">Above it a picture is an anomaly.</param>
public sealed record AnomalyCalibrateResult(string File, int Images, string Score, double Percentile, double Threshold)
{
    /// <summary>What was left out of the data folder.</summary>
    public LeftOut LeftOut { get; init; } = new();
}

/// <summary>Which pictures are scored.</summary>
public sealed record AnomalyScoreOptions : PictureOptions
{
    /// <summary>A run folder (its best checkpoint) or a checkpoint file within one, calibrated.</summary>
    public required string Run { get; init; }

    /// <summary>Files, folders and globs.</summary>
    public required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>
    /// A file of lines file,label[,kind]; null, the default, for folders at or below an input whose names say it: normal, good or ok, and
    /// anomaly, abnormal, bad, defect or nok; beside good, as in MVTec's sets, every other folder is a kind of anomaly.
    /// </summary>
    public string? Labels { get; init; }

    /// <summary>A CSV file to write, one row per picture; null, the default, for none.</summary>
    public string? Csv { get; init; }

    /// <summary>
    /// A folder for pictures of where the error is, and a grid of those with the highest scores; null, the default, for none.
    /// </summary>
    public string? Overlay { get; init; }

    /// <summary>
    /// The part of the pictures to score, in a folder of its own in CSV.shards; null, the default, for all of them.
    /// </summary>
    public Shard? Shard { get; init; }
}

/// <summary>What was found. Its properties are the keys of <c>anomaly score --json</c>, in snake case.</summary>
/// <param name="Images">Number of pictures.</param>
/// <param name="Flagged">Number of those above the threshold.</param>
/// <param name="Score">The score that gives the verdict.</param>
/// <param name="Threshold">Its threshold.</param>
/// <param name="BaseRate">The share of anomalies among labelled pictures; null if none is labelled.</param>
/// <param name="Auroc">Of the score that gives the verdict; null, as all that follows, without labels of both kinds.</param>
/// <param name="Aupr">Of the score that gives the verdict.</param>
/// <param name="F1">Of the verdicts.</param>
/// <param name="Scores">Every score and control by name.</param>
/// <param name="Kinds">AUROC of every score by kind of anomaly, each kind against all normal pictures.</param>
/// <param name="Pictures">Each picture.</param>
/// <param name="Bad">Pictures that did not decode, with the reason.</param>
public sealed record AnomalyScoreResult(
    int Images, int Flagged, string Score, double Threshold, double? BaseRate, double? Auroc, double? Aupr, double? F1,
    IReadOnlyDictionary<string, RankingMetrics>? Scores, IReadOnlyDictionary<string, IReadOnlyDictionary<string, double>>? Kinds,
    IReadOnlyList<ScoredPicture> Pictures, IReadOnlyList<string> Bad) : ShardedResult;

/// <summary>A picture and its verdict.</summary>
/// <param name="File">The picture.</param>
/// <param name="Score">The score that gives the verdict.</param>
/// <param name="IsAnomaly">Whether that is above the threshold.</param>
/// <param name="Label">Whether it is one; null if unknown.</param>
/// <param name="Kind">Of a labelled anomaly.</param>
/// <param name="Scores">All scores by name.</param>
public sealed record ScoredPicture(
    string File, double Score, bool IsAnomaly, bool? Label, string? Kind, IReadOnlyDictionary<string, double> Scores)
{
    /// <summary>The score from 0 to 1, with 0.5 at the threshold: comparable between scores and calibrations.</summary>
    public double Normalised { get; init; }
}
