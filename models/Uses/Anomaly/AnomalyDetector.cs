using System.Globalization;
using System.Text;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Evaluation;
using ILGpuAutoencoders.Models.Inference;
using ILGpuAutoencoders.Models.Runs;
using ILGpuAutoencoders.Models.Uses.Anomaly;

namespace ILGpuAutoencoders.Models;

/// <summary>Tells pictures that look like those of training from pictures that do not. It learns from normal pictures alone.</summary>
public static class AnomalyDetector
{
    /// <summary>What shards of scores are of.</summary>
    public const string Command = "anomaly score";

    private const string GridName = "grid.png";
    private const int FewPictures = 20;

    /// <summary>Sets the thresholds of every score on val, which no model is trained on, and stores them beside the model.</summary>
    /// <param name="options">Run, pictures and percentile.</param>
    /// <param name="observer">Receives loading progress and warnings; null for none.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="CheckpointException">There is no such run, or its checkpoint is damaged.</exception>
    /// <exception cref="ConfigurationException">The score or the percentile cannot be used.</exception>
    /// <exception cref="DataSetException">The pictures cannot be used, or there are none in train or val.</exception>
    public static AnomalyCalibrateResult Calibrate(
        AnomalyCalibrateOptions options, ITaskObserver? observer = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        AnomalyCalibrateOptions.Table.Validate(options);
        using var run = LatentRun.Open(options.Run, options, observer);
        if (run.Latent > AnomalyReference.MaxLatent)
        {
            throw new ConfigurationException(
                "latent", $"vectors of {run.Latent} numbers are too long for a covariance; "
                    + $"train a model with at most {AnomalyReference.MaxLatent}.");
        }

        var (pictures, train) = Pictures(run.Run, options.Data, observer, cancellation);
        var val = pictures.Get(DatasetSplit.Val, observer, cancellation);
        if (val.Count == 0 || train.Count < 2)
        {
            throw new DataSetException(
                $"'{options.Data}' has {Quantity.Of(train.Count, "picture")} in train and {val.Count} in val; " +
                "calibration needs at least 2 and 1, better 100 or more.");
        }

        if (val.Count < FewPictures)
        {
            observer?.Warned($"val of '{options.Data}' has only {Quantity.Of(val.Count, "picture")}: the threshold is a guess.");
        }

        var calibration = Calibrate(run, train, val, options.Score, options.Percentile, cancellation);
        calibration.Write(run.Run);
        string file = AnomalyCalibration.PathOf(run.Run.Checkpoint);
        return new AnomalyCalibrateResult(file, val.Count, options.Score, options.Percentile, calibration.Threshold)
        {
            LeftOut = pictures.Index.LeftOut,
        };
    }

    /// <summary>
    /// The pictures that thresholds are set on, and those that say what normal ones look like. A folder without parts is val, all of it,
    /// where the run knows its own train.
    /// </summary>
    private static (RunPictures Pictures, PixelSet Train) Pictures(
        TrainedRun run, string data, ITaskObserver? observer, CancellationToken cancellation)
    {
        var options = run.Options with { Data = data };
        // The split of the run keeps val apart from what the model has seen.
        bool isOwn = run.HasConfig && data == run.Options.Data;
        var pictures = RunPictures.Open(options, isOwn ? run.SplitJson : null, observer, isOwn ? null : DatasetSplit.Val, cancellation);
        if (pictures.Index.Train.Count == 0)
        {
            if (run.KnowsPictures && Evaluator.OwnTrain(run, observer, cancellation) is { } train)
            {
                return (pictures, train);
            }

            pictures = RunPictures.Open(options, null, null, null, cancellation);
        }

        return (pictures, pictures.Get(DatasetSplit.Train, observer, cancellation));
    }

    /// <summary>Sets the thresholds of every score on pictures that are loaded.</summary>
    /// <param name="run">The model.</param>
    /// <param name="train">2 pictures or more, which say what normal ones look like.</param>
    /// <param name="val">1 picture or more, which the model was not trained on.</param>
    /// <param name="score">The score that gives the verdict.</param>
    /// <param name="percentile">The share of normal pictures, in percent, that should pass.</param>
    /// <param name="cancellation">Stops the work.</param>
    internal static AnomalyCalibration Calibrate(
        LatentRun run, PixelSet train, PixelSet val, string score, double percentile, CancellationToken cancellation)
    {
        var reference = AnomalyReference.Fit(run, train, cancellation);
        var scorer = new AnomalyScorer(run, reference);
        var measured = new List<IReadOnlyDictionary<string, double>>();
        var peaks = new List<double>();
        foreach (var pictures in Enumerable.Range(0, val.Count).Select(val.ToPicture).Chunk(run.BatchSize))
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var (picture, (measures, output)) in pictures.Zip(scorer.Score(pictures)))
            {
                peaks.Add(ErrorMap.Of(picture, output).Max());
                measured.Add(measures);
            }
        }

        return AnomalyCalibration.Of(reference, score, percentile, measured, peaks);
    }

    /// <summary>Scores pictures, and measures every score where labels say which are anomalies.</summary>
    /// <param name="options">Run, pictures, labels and files to write.</param>
    /// <param name="observer">Is told of pictures that cannot be used; null for none.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="CheckpointException">There is no such run, it is damaged, or not calibrated since it was trained.</exception>
    /// <exception cref="DataSetException">There is no picture, none decodes, or the labels cannot be used.</exception>
    public static AnomalyScoreResult Score(
        AnomalyScoreOptions options, ITaskObserver? observer = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var labels = AnomalyLabels.Read(options.Labels, options.Inputs);
        using var run = LatentRun.Open(options.Run, options, observer);
        var calibration = AnomalyCalibration.Read(run.Run);
        var part = PartOf(options, run, calibration.Rule, observer, cancellation);
        if (part.Done<ScoredPicture>() is { } before)
        {
            return Divided(before.Items, before.Bad) with { WasDone = true };
        }

        var scorer = new AnomalyScorer(run, calibration.Reference);
        var sheet = new AnomalySheet(run.Run.Model.Options.Family, calibration);
        var pictures = new List<ScoredPicture>();
        using var written = new NewFiles();
        using var behind = new WriteBehind();
        if (part.IsPart)
        {
            part.Begin(written);
        }

        foreach (var group in run.Read(part.Files, part.IsPart, observer, cancellation).Chunk(run.BatchSize))
        {
            var overlays = new List<(string Path, GridRow Row)>();
            foreach (var ((file, picture), (measured, output)) in group.Zip(scorer.Score(group.Select(read => read.Picture))))
            {
                var scored = Judge(measured, calibration, file, labels.Of(file));
                pictures.Add(scored);
                if (options.Overlay is not null)
                {
                    written.MakeFolder(options.Overlay);
                    var row = sheet.Add(Path.GetFileNameWithoutExtension(file), scored.Score, picture, output);
                    overlays.Add((OverlayPath(options.Overlay, pictures.Count, file), row));
                }
            }

            behind.Start(
                overlays.Count, i => written.Write(overlays[i].Path, PixelCodec.EncodePng(ImageGrid.Compose([overlays[i].Row]))));
        }

        behind.Finish();
        if (options.Overlay is not null)
        {
            written.Write(Path.Combine(options.Overlay, GridName), PixelCodec.EncodePng(ImageGrid.Compose(sheet.Rows)));
        }

        if (part.IsPart)
        {
            part.Finish(written, pictures, run.Bad, run.Arithmetic);
            return Divided(pictures, run.Bad);
        }

        labels.RequireUse();
        var result = WriteAll(pictures, calibration.Rule, options.Csv, written, observer);
        written.Keep();
        return result with { Bad = run.Bad };

        AnomalyScoreResult Divided(IReadOnlyList<ScoredPicture> scored, IReadOnlyList<string> bad) =>
            Measure(scored, calibration.Rule) with { Bad = bad, Shard = options.Shard!.ToString() };
    }

    /// <summary>Puts the scores of all shards into their file.</summary>
    /// <param name="path">The file that a shard was given.</param>
    /// <param name="observer">Is told if processors differed; null for none.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="DataSetException">Shards are missing, do not belong together, or hold nothing.</exception>
    /// <exception cref="CheckpointException">A shard cannot be read.</exception>
    public static AnomalyScoreResult Merge(string path, ITaskObserver? observer = null, CancellationToken cancellation = default)
    {
        var all = ShardFolder.ReadAll<ScoredPicture>(path, observer);
        cancellation.ThrowIfCancellationRequested();
        using var written = new NewFiles();
        var result = WriteAll(all.Items, ResultJson.Read<VerdictRule>(all.Key.Settings)!, path, written, observer);
        written.Keep();
        return result with { Bad = all.Bad };
    }

    private static ShardFolder PartOf(
        AnomalyScoreOptions options, LatentRun run, VerdictRule rule, ITaskObserver? observer, CancellationToken cancellation)
    {
        if (options is { Shard: not null, Csv: null })
        {
            throw new ConfigurationException("out", "no file was given for the scores of all shards; name one.");
        }

        if (options is { Shard: not null, Overlay: not null })
        {
            throw new ConfigurationException(
                "overlay", "pictures are numbered over all shards, and a shard has some; leave one of both out.");
        }

        var files = InputPictures.Expand(options.Inputs, options.FollowLinks, observer, cancellation);
        return ShardFolder.Of(options.Csv ?? "", options.Shard, files, Command, run.Run.Fingerprint, ResultJson.Write(rule));
    }

    private static AnomalyScoreResult WriteAll(
        IReadOnlyList<ScoredPicture> pictures, VerdictRule rule, string? csv, NewFiles written, ITaskObserver? observer)
    {
        if (csv is not null)
        {
            written.Write(csv, Encoding.UTF8.GetBytes(CsvOf(pictures, rule)));
        }

        var result = Measure(pictures, rule);
        if (result is { BaseRate: { } rate, Auroc: null })
        {
            observer?.Warned($"All labelled pictures are {(rate == 0 ? "normal" : "anomalies")}: AUROC, AUPR and F1 need some of both.");
        }

        return result;
    }

    /// <summary>Judges a picture by its measured scores.</summary>
    internal static ScoredPicture Judge(
        IReadOnlyDictionary<string, double> measured, AnomalyCalibration calibration, string file, (bool IsAnomaly, string? Kind)? label)
    {
        var scores = calibration.AllOf(measured);
        double score = scores[calibration.Score];
        return double.IsFinite(score)
            ? new ScoredPicture(file, score, score > calibration.Threshold, label?.IsAnomaly, label?.Kind, scores)
            {
                Normalised = calibration.Normalised(score),
            }
            : throw new CheckpointException(
                $"Calibration: the {calibration.Score} score of '{file}' is not a number; the weights of the model are damaged.");
    }

    /// <summary>Counts what was flagged, and ranks normal pictures against anomalies where both are labelled.</summary>
    internal static AnomalyScoreResult Measure(IReadOnlyList<ScoredPicture> pictures, VerdictRule rule)
    {
        var result = new AnomalyScoreResult(
            pictures.Count, pictures.Count(picture => picture.IsAnomaly), rule.Score, rule.Threshold,
            null, null, null, null, null, null, pictures, []);
        var normal = pictures.Where(picture => picture.Label == false).ToList();
        var anomalies = pictures.Where(picture => picture.Label == true).ToList();
        if (normal.Count == 0 || anomalies.Count == 0)
        {
            return normal.Count + anomalies.Count == 0 ? result : result with { BaseRate = normal.Count == 0 ? 1 : 0 };
        }

        RankingMetrics Rank(string name, List<ScoredPicture> others) => RankingMetrics.Of(
            [.. normal.Concat(others).Select(picture => picture.Scores[name])],
            [.. normal.Select(_ => false), .. others.Select(_ => true)],
            rule.Thresholds[name]);
        var scores = rule.Thresholds.Keys.ToDictionary(name => name, name => Rank(name, anomalies));
        IReadOnlyDictionary<string, double> AurocsOf(List<ScoredPicture> others) =>
            rule.Thresholds.Keys.ToDictionary(name => name, name => Rank(name, others).Auroc);
        var kinds = anomalies.Where(picture => picture.Kind is not null).GroupBy(picture => picture.Kind!)
            .OrderBy(kind => kind.Key, StringComparer.Ordinal).ToDictionary(kind => kind.Key, kind => AurocsOf([.. kind]));
        var (auroc, aupr, f1) = scores[rule.Score];
        double baseRate = anomalies.Count / (double)(normal.Count + anomalies.Count);
        return result with { BaseRate = baseRate, Auroc = auroc, Aupr = aupr, F1 = f1, Scores = scores, Kinds = kinds };
    }

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);

    private static string CsvOf(IReadOnlyList<ScoredPicture> pictures, VerdictRule rule)
    {
        var text = new StringBuilder($"file,label,kind,score,threshold,verdict,{string.Join(',', rule.Thresholds.Keys)},normalised\n");
        foreach (var picture in pictures)
        {
            string label = picture.Label switch { true => "anomaly", false => "normal", null => "" };
            string verdict = picture.IsAnomaly ? "anomaly" : "normal";
            text.Append(
                CultureInfo.InvariantCulture,
                $"{Csv.Field(picture.File)},{label},{Csv.Field(picture.Kind ?? "")},{picture.Score},{rule.Threshold},{verdict}");
            foreach (string name in rule.Thresholds.Keys)
            {
                text.Append(CultureInfo.InvariantCulture, $",{picture.Scores[name]}");
            }

            text.Append(CultureInfo.InvariantCulture, $",{picture.Normalised}\n");
        }

        return text.ToString();
    }

    // Numbered: pictures of several folders may share a name.
    private static string OverlayPath(string folder, int number, string file) =>
        Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{number:D5}-{Path.GetFileNameWithoutExtension(file)}.png"));
}
