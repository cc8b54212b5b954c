using System.Globalization;
using System.Text;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Basics;
using ILGpuAutoencoders.Models.Inference;
using ILGpuAutoencoders.Models.Runs;
using ILGpuAutoencoders.Models.Uses.Anomaly;

namespace ILGpuAutoencoders.Models;

/// <summary>Tells pictures that look like those of training from pictures that do not. It learns from normal pictures alone.</summary>
public static class AnomalyDetector
{
    private const int FewPictures = 20;

    /// <summary>Sets the thresholds of every score on val, which no model is trained on, and stores them beside the model.</summary>
    /// <param name="options">Run, pictures and percentile.</param>
    /// <param name="observer">Is told of loading and warnings; null for nobody.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="CheckpointException">There is no such run, or its checkpoint is damaged.</exception>
    /// <exception cref="ConfigurationException">The score or the percentile cannot be used.</exception>
    /// <exception cref="DataSetException">The pictures cannot be used, or there are none in train or val.</exception>
    public static AnomalyCalibrateResult Calibrate(AnomalyCalibrateOptions options, ITrainObserver? observer = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        AnomalyCalibrateOptions.Table.Validate(options);
        using var run = LatentRun.Open(options.Run, options, observer);
        if (run.Latent > AnomalyReference.MaxLatent)
        {
            throw new ConfigurationException("latent", $"vectors of {run.Latent} numbers are too long for a covariance; train a model with at most {AnomalyReference.MaxLatent}.");
        }

        // The split of the run keeps val apart from what the model has seen.
        bool isOwn = run.Run.HasConfig && options.Data == run.Run.Options.Data;
        var pictures = RunPictures.Open(run.Run.Options with { Data = options.Data }, isOwn ? run.Run.SplitJson : null);
        PixelSet val = pictures.Get(DatasetSplit.Val, observer, cancellation), train = pictures.Get(DatasetSplit.Train, observer, cancellation);
        if (val.Count == 0 || train.Count < 2)
        {
            throw new DataSetException($"'{options.Data}' has {train.Count} pictures in train and {val.Count} in val; calibration needs 2 and 1, better 100 and more.");
        }

        if (val.Count < FewPictures)
        {
            observer?.Warned($"There are only {val.Count} pictures in val of '{options.Data}': the threshold is a guess.");
        }

        var calibration = Calibrate(run, train, val, options.Score, options.Percentile, cancellation);
        calibration.Write(run.Run.Checkpoint);
        return new AnomalyCalibrateResult(AnomalyCalibration.PathOf(run.Run.Checkpoint), val.Count, options.Score, options.Percentile, calibration.Thresholds[options.Score]);
    }

    /// <summary>Sets the thresholds of every score on pictures that are loaded.</summary>
    /// <param name="run">The model.</param>
    /// <param name="train">2 pictures or more, which say what normal ones look like.</param>
    /// <param name="val">1 picture or more, which the model was not trained on.</param>
    /// <param name="score">The score that shall decide.</param>
    /// <param name="percentile">The share of normal pictures, in percent, that shall pass.</param>
    /// <param name="cancellation">Stops the work.</param>
    internal static AnomalyCalibration Calibrate(LatentRun run, PixelSet train, PixelSet val, string score, double percentile, CancellationToken cancellation)
    {
        var reference = AnomalyReference.Fit(run, train, cancellation);
        var scorer = new AnomalyScorer(run, reference);
        var measured = new List<double[]>();
        var peaks = new List<double>();
        for (int i = 0; i < val.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var (measures, output) = scorer.Score(val.Image(i));
            measured.Add(measures);
            peaks.Add(AnomalyOverlay.ErrorMap(val.Image(i), output, run.Size).Max());
        }

        return AnomalyCalibration.Of(reference, score, percentile, measured, peaks);
    }

    /// <summary>Scores pictures, and measures every score where labels say which are anomalies.</summary>
    /// <param name="options">Run, pictures, labels and files to write.</param>
    /// <param name="observer">Is told of pictures that do not decode; null for nobody.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="CheckpointException">There is no such run, it is damaged, or not calibrated since it was trained.</exception>
    /// <exception cref="DataSetException">There is no picture, none decodes, or the labels are not such.</exception>
    public static AnomalyScoreResult Score(AnomalyScoreOptions options, ITrainObserver? observer = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var labels = AnomalyLabels.Read(options.Labels);
        using var run = LatentRun.Open(options.Run, options, observer);
        var calibration = AnomalyCalibration.Read(run.Run);
        var scorer = new AnomalyScorer(run, calibration.Reference);
        var pictures = new List<ScoredPicture>();
        foreach (var (file, picture) in run.Read(options.Inputs, observer, cancellation))
        {
            var (scored, output) = ScoreOf(scorer, calibration, file, picture, labels.Of(file));
            pictures.Add(scored);
            if (options.Overlay is not null)
            {
                Directory.CreateDirectory(options.Overlay);
                PixelCodec.SavePng(ImageGrid.Compose(AnomalyOverlay.Parts(picture, output, calibration.ErrorScale), 3), OverlayPath(options.Overlay, pictures.Count, file));
            }
        }

        if (options.Csv is not null)
        {
            AtomicFile.Write(options.Csv, Encoding.UTF8.GetBytes(CsvOf(pictures, calibration.Threshold)));
        }

        return Measure(pictures, calibration) with { Bad = run.Bad };
    }

    /// <summary>Scores and judges a picture.</summary>
    internal static (ScoredPicture Scored, float[] Output) ScoreOf(
        AnomalyScorer scorer, AnomalyCalibration calibration, string file, Picture picture, (bool IsAnomaly, string? Kind)? label)
    {
        var (measured, output) = scorer.Score(picture.Pixels);
        var scores = calibration.AllOf(measured);
        double score = scores[calibration.Score];
        return (new ScoredPicture(file, score, score > calibration.Threshold, label?.IsAnomaly, label?.Kind, scores), output);
    }

    /// <summary>Counts what was flagged, and ranks normal pictures against anomalies where both are labelled.</summary>
    internal static AnomalyScoreResult Measure(IReadOnlyList<ScoredPicture> pictures, AnomalyCalibration calibration)
    {
        var result = new AnomalyScoreResult(
            pictures.Count, pictures.Count(picture => picture.IsAnomaly), calibration.Score, calibration.Threshold, null, null, null, null, null, null, pictures, []);
        var normal = pictures.Where(picture => picture.Label == false).ToList();
        var anomalies = pictures.Where(picture => picture.Label == true).ToList();
        if (normal.Count == 0 || anomalies.Count == 0)
        {
            return result;
        }

        RankingMetrics Rank(string name, List<ScoredPicture> others) => RankingMetrics.Of(
            [.. normal.Concat(others).Select(picture => picture.Scores[name])], [.. normal.Select(_ => false), .. others.Select(_ => true)], calibration.Thresholds[name]);
        var scores = AnomalyScores.Names.ToDictionary(name => name, name => Rank(name, anomalies));
        var kinds = anomalies.Where(picture => picture.Kind is not null).GroupBy(picture => picture.Kind!).OrderBy(kind => kind.Key, StringComparer.Ordinal).ToDictionary(
            kind => kind.Key, kind => (IReadOnlyDictionary<string, double>)AnomalyScores.Names.ToDictionary(name => name, name => Rank(name, [.. kind]).Auroc));
        var (auroc, aupr, f1) = scores[calibration.Score];
        double baseRate = anomalies.Count / (double)(normal.Count + anomalies.Count);
        return result with { BaseRate = baseRate, Auroc = auroc, Aupr = aupr, F1 = f1, Scores = scores, Kinds = kinds };
    }

    private static string CsvOf(List<ScoredPicture> pictures, double threshold)
    {
        var text = new StringBuilder($"file,label,kind,score,threshold,verdict,{string.Join(',', AnomalyScores.Names)}\n");
        foreach (var picture in pictures)
        {
            string label = picture.Label switch { true => "anomaly", false => "normal", null => "" };
            text.Append(CultureInfo.InvariantCulture, $"{Csv.Field(picture.File)},{label},{Csv.Field(picture.Kind ?? "")},{picture.Score},{threshold},{(picture.IsAnomaly ? "anomaly" : "normal")}");
            foreach (string name in AnomalyScores.Names)
            {
                text.Append(CultureInfo.InvariantCulture, $",{picture.Scores[name]}");
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    // Numbered: pictures of several folders may share a name.
    private static string OverlayPath(string folder, int number, string file) =>
        Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{number:D5}-{Path.GetFileNameWithoutExtension(file)}.png"));
}
