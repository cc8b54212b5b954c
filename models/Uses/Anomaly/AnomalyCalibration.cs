using System.Globalization;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Inference;

namespace ILGpuAutoencoders.Models.Uses.Anomaly;

/// <summary>
/// What a calibration knows: the reference, and for each score its threshold. It is a file beside the model's, which it never changes.
/// </summary>
/// <param name="Reference">What normal pictures look like.</param>
/// <param name="Score">The score that gives the verdict.</param>
/// <param name="Percentile">The share of normal pictures, in percent, that should pass.</param>
/// <param name="Images">Number of pictures it was calibrated on.</param>
/// <param name="Logarithms">Mean and deviation of the logarithm of each measured score on those pictures, by name.</param>
/// <param name="Thresholds">Of each score, by name.</param>
/// <param name="ErrorScale">The smoothed squared error of a pixel that a picture in twenty reaches somewhere: full red in an
/// overlay.</param>
internal sealed record AnomalyCalibration(
    AnomalyReference Reference, string Score, double Percentile, int Images,
    IReadOnlyDictionary<string, (double Mean, double Deviation)> Logarithms, IReadOnlyDictionary<string, double> Thresholds,
    double ErrorScale)
{
    /// <summary>Scores below it have the same logarithm.</summary>
    internal const double SmallestScore = 1e-12;

    private const string Name = "anomaly", Advice = "make one with anomaly calibrate";
    private const int Version = 2;
    private const string VersionKey = "calibration_version", ScoresKey = "scores", ScoreKey = "score";
    private const string PercentileKey = "percentile", ImagesKey = "images", ErrorScaleKey = "error_scale";

    // Version 1 did not say which scores it holds.
    private static readonly string[] s_version1 =
        ["mse", "mae", "ssim", "relative", "mahalanobis", "template", "combined", "mean-image", "pca"];

    /// <summary>The scores that it holds and this version knows, in the order of <see cref="AnomalyScores.Names"/>.</summary>
    internal IEnumerable<string> Names => AnomalyScores.Names.Where(Thresholds.ContainsKey);

    /// <summary>That of the score that gives the verdict.</summary>
    internal double Threshold => Thresholds[Score];

    /// <summary>What decides whether a picture is an anomaly.</summary>
    internal VerdictRule Rule => new(Score, Names.ToDictionary(name => name, name => Thresholds[name]));

    /// <summary>The file of a model's calibration.</summary>
    internal static string PathOf(string checkpoint) => ModelSidecar.PathOf(checkpoint, Name);

    /// <summary>Sets thresholds on the scores of normal pictures that no model was trained on.</summary>
    /// <param name="reference">What normal pictures look like.</param>
    /// <param name="score">The score that gives the verdict.</param>
    /// <param name="percentile">The share of normal pictures, in percent, that should pass.</param>
    /// <param name="measured">The measured scores of each picture.</param>
    /// <param name="peaks">The largest smoothed error in each picture.</param>
    internal static AnomalyCalibration Of(
        AnomalyReference reference, string score, double percentile, IReadOnlyList<IReadOnlyDictionary<string, double>> measured,
        IReadOnlyList<double> peaks)
    {
        var logarithms = AnomalyScores.Measured.ToDictionary(
            each => each.Name, each => AnomalyReference.Moments([.. measured.Select(values => Logarithm(values[each.Name]))]));
        var all = measured.Select(values => AllOf(values, logarithms, AnomalyScores.Names)).ToList();
        var thresholds = AnomalyScores.Names.ToDictionary(
            name => name, name => Quantile([.. all.Select(values => values[name])], percentile));
        return thresholds.FirstOrDefault(threshold => !double.IsFinite(threshold.Value)) is { Key: { } bad }
            ? throw new CheckpointException(
                $"Calibration: the {bad} score of a picture is not a number; the weights of the model are damaged.")
            : new(reference, score, percentile, measured.Count, logarithms, thresholds, Quantile([.. peaks], 95));
    }

    /// <summary>The scores of a picture by name, from the measured ones: those that it holds.</summary>
    internal IReadOnlyDictionary<string, double> AllOf(IReadOnlyDictionary<string, double> measured) =>
        AllOf(measured, Logarithms, Thresholds.Keys);

    /// <summary>
    /// A value of the score that gives the verdict as a number from 0 to 1: 0.5 at the threshold, and logistic in deviations on normal
    /// pictures, of logarithms where the score is a measured one.
    /// </summary>
    internal double Normalised(double score)
    {
        double above = Logarithms.TryGetValue(Score, out var normal)
            ? (Logarithm(score) - Logarithm(Threshold)) / normal.Deviation
            : score - Threshold;
        return 1 / (1 + Math.Exp(-above));
    }

    /// <summary>Writes it beside the model, whole or not at all.</summary>
    internal void Write(TrainedRun run)
    {
        var file = new Checkpoint();
        Reference.AddTo(file);
        file.Metadata[VersionKey] = Version.ToString(CultureInfo.InvariantCulture);
        file.Metadata[ScoresKey] = string.Join(',', Names);
        file.Metadata[ScoreKey] = Score;
        file.Metadata[PercentileKey] = Text(Percentile);
        file.Metadata[ImagesKey] = Images.ToString(CultureInfo.InvariantCulture);
        file.Metadata[ErrorScaleKey] = Text(ErrorScale);
        foreach (var (name, (mean, deviation)) in Logarithms)
        {
            file.Metadata[name + ".log_mean"] = Text(mean);
            file.Metadata[name + ".log_deviation"] = Text(deviation);
        }

        foreach (var (name, threshold) in Thresholds)
        {
            file.Metadata[name + ".threshold"] = Text(threshold);
        }

        ModelSidecar.Write(file, run, Name);
    }

    /// <summary>Reads the calibration of a model.</summary>
    /// <exception cref="CheckpointException">There is none, it is damaged, or it belongs to other weights than the model's.</exception>
    internal static AnomalyCalibration Read(TrainedRun run)
    {
        string path = PathOf(run.Checkpoint);
        var file = ModelSidecar.Read(run, Name, Advice);
        string TextOf(string key) => file.Metadata.TryGetValue(key, out string? text) ? text : throw Damaged($"does not say {key}");
        double Number(string key) => double.TryParse(TextOf(key), NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            && double.IsFinite(value)
            ? value
            : throw Damaged($"does not say {key} as a number");
        double Positive(string key) => Number(key) is > 0 and var value ? value : throw Damaged($"says that {key} is not above 0");
        CheckpointException Damaged(string what) => new($"Calibration: {path} {what}; calibrate again.");
        if (file.Metadata.ContainsKey(VersionKey) && Number(VersionKey) > Version)
        {
            throw Damaged($"is of version {TextOf(VersionKey)}, made by a newer version of this program, which reads up to {Version}");
        }

        string[] held = file.Metadata.ContainsKey(VersionKey) ? TextOf(ScoresKey).Split(',') : s_version1;
        var scores = AnomalyScores.All
            .Where(each => held.Contains(each.Name) && each.Parts.All(part => held.Contains(part.Score))).ToList();
        string score = TextOf(ScoreKey);
        return scores.Any(each => each.Name == score)
            ? new AnomalyCalibration(
                AnomalyReference.From(file, run.Model, path), score, Positive(PercentileKey), (int)Positive(ImagesKey),
                scores.Where(each => each.Compute is not null).ToDictionary(
                    each => each.Name, each => (Number(each.Name + ".log_mean"), Positive(each.Name + ".log_deviation"))),
                scores.ToDictionary(each => each.Name, each => Number(each.Name + ".threshold")), Number(ErrorScaleKey))
            : throw Damaged($"decides by '{score}', which is not a score that this version knows");
    }

    /// <summary>
    /// The least of the values that at least p percent of further values are expected not to exceed: the ceil(p (n + 1))-th smallest.
    /// </summary>
    /// <remarks>Split conformal prediction (Vovk, Gammerman and Shafer, 2005); with too few values, the largest.</remarks>
    internal static double Quantile(double[] values, double percent)
    {
        Array.Sort(values);
        return values[Math.Clamp((int)Math.Ceiling(percent / 100 * (values.Length + 1) - 1e-9), 1, values.Length) - 1];
    }

    private static Dictionary<string, double> AllOf(
        IReadOnlyDictionary<string, double> measured, IReadOnlyDictionary<string, (double Mean, double Deviation)> logarithms,
        IEnumerable<string> names)
    {
        var scores = measured.Where(score => names.Contains(score.Key)).ToDictionary();
        foreach (var sum in AnomalyScores.All.Where(score => score.Compute is null && names.Contains(score.Name)))
        {
            scores[sum.Name] = sum.Parts.Sum(
                part => part.Of((Logarithm(measured[part.Score]) - logarithms[part.Score].Mean) / logarithms[part.Score].Deviation));
        }

        return scores;
    }

    private static double Logarithm(double score) => Math.Log(Math.Max(SmallestScore, score));

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
