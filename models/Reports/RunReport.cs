using System.Globalization;
using System.Text;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Models;

/// <summary>report.html of a run: results, curves, grids, errors, latent space and configuration on one page that opens offline.</summary>
public static class RunReport
{
    private const int MostImages = 400, MostPoints = 300, MostGrids = 4, Shown = 8, BatchSize = 64;

    /// <summary>Writes the report of a run anew, of its best checkpoint.</summary>
    /// <param name="options">Run and device.</param>
    /// <param name="observer">Is told of loading; null for nobody.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="CheckpointException">There is no such run, or its checkpoint is damaged.</exception>
    /// <exception cref="DataSetException">The run's pictures are not there.</exception>
    /// <exception cref="ConfigurationException">The run has no config.yaml.</exception>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public static ReportResult Run(ReportOptions options, ITrainObserver? observer = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        using var device = ObservedDevice.Open(options, observer);
        using var run = TrainedRun.Open(options.Run, device);
        return run.HasConfig
            ? Write(run, RunPictures.Open(run.Options, run.SplitJson), observer, cancellation)
            : throw new ConfigurationException($"report: '{options.Run}' has no {RunFile.Config}; name a run folder.");
    }

    /// <summary>Writes the report of a run with pictures that may be loaded.</summary>
    internal static ReportResult Write(TrainedRun run, RunPictures pictures, ITrainObserver? observer, CancellationToken cancellation)
    {
        string folder = Path.GetDirectoryName(run.Checkpoint) is { Length: > 0 } parent ? parent : ".", path = Path.Combine(folder, RunFile.Report);
        var (part, name) = Part(pictures, observer, cancellation);
        using var runner = new InferenceRunner(run.Model);
        var page = new HtmlPage($"{run.Options.Model}: {Path.GetFileName(Path.GetFullPath(folder))}");
        page.Paragraph(string.Create(CultureInfo.InvariantCulture,
            $"The model: {ModelCatalog.Get(run.Options.Model).Summary}. It has {new ModelSummary(run.Model).Parameters:N0} parameters, for pictures of {run.Options.ImageSize} x {run.Options.ImageSize} from {run.Options.Data}."));
        var scores = Results(page, runner, part, name, run.Options, cancellation);
        Curves(page, Path.Combine(folder, RunFile.Metrics));
        Grids(page, Path.Combine(folder, RunFile.Images), run.Options.Corruption.IsNone);
        Errors(page, runner, part, scores, run.Options);
        if (run.Model.Options.HasLatent)
        {
            Latents(page, run.Model, part, run.Options, cancellation);
        }

        page.Section("Configuration");
        page.Table(["key", "value"], TrainingOption.All.Select(option => new[] { option.Key, option.Format(run.Options) ?? "" }).Where(row => row[1].Length > 0));
        byte[] file = Encoding.UTF8.GetBytes(page.ToString());
        AtomicFile.Write(path, stream => stream.Write(file));
        return new ReportResult(folder, path, part.Count, file.Length);
    }

    /// <summary>Pictures that the run was not trained on, if there are any.</summary>
    private static (PixelSet Part, string Name) Part(RunPictures pictures, ITrainObserver? observer, CancellationToken cancellation)
    {
        var split = ((DatasetSplit[])[DatasetSplit.Test, DatasetSplit.Val, DatasetSplit.Train]).First(s => pictures.Index[s].Count > 0);
        return (PictureSubset.Spread(pictures.Get(split, observer, cancellation), MostImages), split.ToString().ToLowerInvariant());
    }

    private static BatchSource Batches(PixelSet part, TrainingOptions options) =>
        new(part, new BatchOptions { BatchSize = BatchSize, Seed = options.Seed, Corruption = options.Corruption });

    private static PictureScore[] Results(HtmlPage page, InferenceRunner runner, PixelSet part, string name, TrainingOptions options, CancellationToken cancellation)
    {
        var scores = new PictureScore[part.Count];
        var (output, input) = PictureEvaluation.Run(Batches(part, options), part.Size, runner.Run, (i, score, _) => scores[i] = score, cancellation);
        static string Number(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "-";
        string[] Row(string what, ImageMetrics m) => [what, Number(m.Mse, "0.000000"), Number(m.Mae, "0.00000"), Number(m.Psnr, "0.00"), Number(m.Ssim, "0.0000")];
        page.Section("Results");
        page.Table(["", "MSE", "MAE", "PSNR (dB)", "SSIM"], input is null ? [Row("reconstruction", output)] : [Row("output", output), Row("corrupted input", input)]);
        page.Paragraph($"Means over {part.Count} pictures of {name}, from the best checkpoint.");
        return scores;
    }

    private static void Curves(HtmlPage page, string metrics)
    {
        EpochMetrics[] epochs = File.Exists(metrics) ? [.. File.ReadLines(metrics).Skip(1).Select(MetricsTable.Parse)] : [];
        if (epochs.Length == 0)
        {
            return;
        }

        page.Section("Curves");
        page.Chart(
            CurvesPlot.Svg("Loss", "loss", [new("train", [.. epochs.Select(e => (double?)e.TrainLoss)]), new("val", [.. epochs.Select(e => e.ValLoss)])]),
            "What was minimised, on train and on val.");
        if (epochs.Any(e => e.ValPsnr is not null))
        {
            page.Chart(CurvesPlot.Svg("PSNR on val", "dB", [new("val", [.. epochs.Select(e => e.ValPsnr)])]), "How close outputs come to the pictures of val.");
        }
    }

    private static void Grids(HtmlPage page, string folder, bool isClean)
    {
        string[] files = Directory.Exists(folder) ? [.. Directory.GetFiles(folder, "epoch-*.png").Order(StringComparer.Ordinal)] : [];
        if (files.Length == 0)
        {
            return;
        }

        page.Section("Epoch by epoch");
        page.Paragraph(isClean ? "Rows from the top: pictures, reconstructions." : "Rows from the top: corrupted inputs, outputs, clean pictures.");
        int count = Math.Min(MostGrids, files.Length);
        foreach (string file in Enumerable.Range(0, count).Select(i => files[count == 1 ? 0 : i * (files.Length - 1) / (count - 1)]))
        {
            if (PixelCodec.DecodeFile(file) is { IsGood: true } decoded)
            {
                page.Picture(decoded.Picture, Path.GetFileNameWithoutExtension(file).Replace('-', ' '));
            }
        }
    }

    private static void Errors(HtmlPage page, InferenceRunner runner, PixelSet part, PictureScore[] scores, TrainingOptions options)
    {
        page.Section("Errors");
        page.Chart(CurvesPlot.SvgHistogram("Mean squared error by picture", "MSE", Array.ConvertAll(scores, score => score.Mse)), $"Over {scores.Length} pictures.");
        int[] order = [.. Enumerable.Range(0, scores.Length).OrderBy(i => scores[i].Mse)];
        int count = Math.Min(Shown, order.Length);
        Show("Best first: the pictures with the least errors", order[..count]);
        Show("Worst first: those with the greatest", [.. order.Reverse().Take(count)]);

        void Show(string caption, int[] chosen)
        {
            var samples = new SampleGrid(PictureSubset.Of(part, chosen), options.Corruption, options.Seed, count);
            page.Picture(samples.Compose(runner.Run), $"{caption}. {(samples.IsCorrupted ? "Corrupted, output, clean" : "Picture over reconstruction")}.");
        }
    }

    private static void Latents(HtmlPage page, Autoencoder model, PixelSet part, TrainingOptions options, CancellationToken cancellation)
    {
        var points = PictureSubset.Spread(part, MostPoints);
        int latent = model.Options.Latent, done = 0;
        var vectors = new float[points.Count * latent];
        using var encoder = new InferenceRunner(model, pictures => model.Encode(pictures, ForwardPass.Inference));
        foreach (var batch in Batches(points, options).Sequential(cancellation))
        {
            encoder.Run(batch.Input, vectors.AsSpan(done * latent, batch.Count * latent), batch.Count);
            done += batch.Count;
        }

        if (points.Count < 2 || LatentPlane.Of(vectors, points.Count) is not { } plane)
        {
            return;
        }

        page.Section("Latent space");
        page.Chart(
            CurvesPlot.SvgScatter("Latent vectors", plane.Points),
            string.Create(CultureInfo.InvariantCulture, $"{points.Count} pictures in the plane of the two principal components of their {latent} numbers, which holds {100 * plane.Share:0}% of the variance."));
    }
}
