using System.Globalization;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Inference;

namespace ILGpuAutoencoders.Models.Uses.Anomaly;

/// <summary>What a calibration knows: the reference, and for each score its threshold. It is a file beside the model's, which it never changes.</summary>
/// <param name="Reference">What normal pictures look like.</param>
/// <param name="Score">The score that decides.</param>
/// <param name="Percentile">The share of normal pictures, in percent, that shall pass.</param>
/// <param name="Images">Number of pictures it was calibrated on.</param>
/// <param name="Logarithms">Mean and deviation of the logarithm of each measured score on those pictures.</param>
/// <param name="Thresholds">By the name of the score.</param>
/// <param name="ErrorScale">The smoothed squared error of a pixel that a picture in twenty reaches somewhere: full red in an overlay.</param>
internal sealed record AnomalyCalibration(
    AnomalyReference Reference, string Score, double Percentile, int Images,
    IReadOnlyDictionary<string, (double Mean, double Deviation)> Logarithms, IReadOnlyDictionary<string, double> Thresholds, double ErrorScale)
{
    /// <summary>Scores below it have the same logarithm.</summary>
    internal const double SmallestScore = 1e-12;

    private const string Name = "anomaly", Advice = "make one with anomaly calibrate";
    private const string ScoreKey = "score", PercentileKey = "percentile", ImagesKey = "images", ErrorScaleKey = "error_scale";

    /// <summary>That of the score that decides.</summary>
    internal double Threshold => Thresholds[Score];

    /// <summary>The file of a model's calibration.</summary>
    internal static string PathOf(string checkpoint) => ModelSidecar.PathOf(checkpoint, Name);

    /// <summary>Sets thresholds on the scores of normal pictures that no model was trained on.</summary>
    /// <param name="reference">What normal pictures look like.</param>
    /// <param name="score">The score that shall decide.</param>
    /// <param name="percentile">The share of normal pictures, in percent, that shall pass.</param>
    /// <param name="measured">The measured scores of each picture.</param>
    /// <param name="peaks">The largest smoothed error in each picture.</param>
    internal static AnomalyCalibration Of(
        AnomalyReference reference, string score, double percentile, IReadOnlyList<double[]> measured, IReadOnlyList<double> peaks)
    {
        var logarithms = AnomalyScores.Measured.Select((name, i) =>
        {
            var (mean, deviation) = AnomalyReference.Moments([.. measured.Select(values => Logarithm(values[i]))]);
            return (name, mean, deviation);
        }).ToDictionary(entry => entry.name, entry => (entry.mean, entry.deviation));
        var calibration = new AnomalyCalibration(
            reference, score, percentile, measured.Count, logarithms, new Dictionary<string, double>(), Quantile([.. peaks], 95));
        var all = measured.Select(calibration.AllOf).ToList();
        var thresholds = AnomalyScores.Names.ToDictionary(name => name, name => Quantile([.. all.Select(values => values[name])], percentile));
        return thresholds.FirstOrDefault(threshold => !double.IsFinite(threshold.Value)) is { Key: { } bad }
            ? throw new CheckpointException($"Calibration: the {bad} score of a picture is no number; the weights of the model are damaged.")
            : calibration with { Thresholds = thresholds };
    }

    /// <summary>All scores of a picture by name, from the measured ones.</summary>
    internal IReadOnlyDictionary<string, double> AllOf(double[] measured)
    {
        var scores = AnomalyScores.Measured.Select((name, i) => (name, value: measured[i])).ToDictionary(entry => entry.name, entry => entry.value);
        scores[AnomalyScores.Combined] = Deviations(AnomalyScores.Relative) + Deviations(AnomalyScores.Template);
        return scores;

        double Deviations(string name) => (Logarithm(scores[name]) - Logarithms[name].Mean) / Logarithms[name].Deviation;
    }

    /// <summary>Writes it beside the model, whole or not at all.</summary>
    internal void Write(string checkpoint)
    {
        var file = new Checkpoint();
        Reference.AddTo(file);
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

        ModelSidecar.Write(file, checkpoint, Name);
    }

    /// <summary>Reads the calibration of a model.</summary>
    /// <exception cref="CheckpointException">There is none, it is damaged, or the model was trained on since.</exception>
    internal static AnomalyCalibration Read(TrainedRun run)
    {
        string path = PathOf(run.Checkpoint);
        var file = ModelSidecar.Read(run.Checkpoint, Name, Advice);
        double Number(string key) => file.Metadata.TryGetValue(key, out string? text) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            && double.IsFinite(value)
            ? value
            : throw new CheckpointException($"Calibration: {path} does not say {key} as a number; calibrate again.");
        string score = file.Metadata.TryGetValue(ScoreKey, out string? name) && AnomalyScores.Names.Contains(name)
            ? name
            : throw new CheckpointException($"Calibration: {path} names no score that this version knows; calibrate again.");
        return new AnomalyCalibration(
            AnomalyReference.From(file, run.Model, path), score, Number(PercentileKey), (int)Number(ImagesKey),
            AnomalyScores.Measured.ToDictionary(key => key, key => (Number(key + ".log_mean"), Number(key + ".log_deviation"))),
            AnomalyScores.Names.ToDictionary(key => key, key => Number(key + ".threshold")), Number(ErrorScaleKey));
    }

    /// <summary>The least of the values that at least p percent of further values are expected not to exceed: the ceil(p (n + 1))-th smallest.</summary>
    /// <remarks>Split conformal prediction (Vovk, Gammerman and Shafer, 2005); of too few values it is the largest.</remarks>
    internal static double Quantile(double[] values, double percent)
    {
        Array.Sort(values);
        return values[Math.Clamp((int)Math.Ceiling(percent / 100 * (values.Length + 1) - 1e-9), 1, values.Length) - 1];
    }

    private static double Logarithm(double score) => Math.Log(Math.Max(SmallestScore, score));

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
