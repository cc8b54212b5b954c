using System.Diagnostics;
using System.Globalization;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Evaluation;
using ILGpuAutoencoders.Models.Inference;
using ILGpuAutoencoders.Models.Pages;
using ILGpuAutoencoders.Models.Reports;
using ILGpuAutoencoders.Models.Training;
using ILGpuAutoencoders.Models.Workbench.Tours;

namespace ILGpuAutoencoders.Models;

/// <summary>
/// Parts 1 to 4, one after another: from the simplest autoencoder to one with every improvement, on the same pictures. Then what they are
/// good for: denoising, telling anomalies, compression.
/// </summary>
public static class Tour
{
    private const int EvaluationBatch = 64;
    private const int Columns = 12;

    private static readonly string[] s_uses =
        ["denoising at several strengths of noise", "anomalies: test pictures against anything else", "compression, beside JPEG"];

    /// <summary>Trains and evaluates all parts, puts them to use, and writes report.html, results.md and images.</summary>
    /// <param name="options">Pictures, folder and size.</param>
    /// <param name="observer">Is told how it goes; null for nobody.</param>
    /// <param name="cancellation">Stops after the running step; parts that are done are reported.</param>
    /// <exception cref="ConfigurationException">The folder exists and is not empty, or an option cannot be used.</exception>
    /// <exception cref="DataSetException">The pictures cannot be used.</exception>
    /// <exception cref="DeviceException">The device is missing or fails.</exception>
    /// <exception cref="DivergedException">A training diverged.</exception>
    public static TourResult Run(TourOptions options, ITourObserver? observer = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        TourOptions.Table.Validate(options);
        var watch = Stopwatch.StartNew();
        var stops = TourPlan.Of(options);
        stops[0].Options.Validate();
        observer ??= new SilentObserver();
        using var place = Workplace.Open(stops[0].Options, splitJson: null, observer, cancellation: cancellation);
        if (place.Pictures.Index.Test.Count == 0)
        {
            throw new DataSetException($"'{stops[0].Options.Data}' has no pictures in test, which the tour measures on; put some there.");
        }

        string folder = CreateFolder(options.Out);
        var report = new TourReport(folder, stops[0].Options);
        bool isInterrupted = false;
        try
        {
            for (int i = 0; i < stops.Count && !isInterrupted; i++)
            {
                observer.PartStarted(i + 1, stops.Count + s_uses.Length, stops[i].Title);
                isInterrupted = !Visit(stops[i], place, report, observer, cancellation);
            }

            if (!isInterrupted)
            {
                Use(place, report, stops, observer, cancellation);
            }
        }
        catch (OperationCanceledException)
        {
            isInterrupted = true;
        }

        report.Write(watch.Elapsed, place.Device.Name);
        var reason = isInterrupted ? StopReason.Interrupt : StopReason.End;
        return new TourResult(folder, report.Parts, report.Uses, watch.Elapsed.TotalSeconds, reason);
    }

    private static bool Visit(TourStop stop, Workplace place, TourReport report, ITourObserver observer, CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        string run = Path.Combine(report.Folder, stop.Name);
        var epochs = new EpochRecorder(observer);
        var trained = Trainer.RunIn(place, stop.Options, run, epochs, cancellation);
        if (trained.StoppedBy == StopReason.Interrupt)
        {
            return false;
        }

        var test = place.Pictures.Get(DatasetSplit.Test, observer, cancellation);
        using var opened = TrainedRun.Open(run, place.Device);
        report.Pca ??= RunControl.Of(opened, () => place.Pictures.Get(DatasetSplit.Train, observer, cancellation), observer, cancellation);
        using var runner = new InferenceRunner(opened.Model);
        var evaluation = Evaluator.Evaluate(runner, test, opened.Options, EvaluationBatch, report.Pca, null, cancellation);
        var part = new TourPart(
            stop.Part, stop.Title, run, stop.Options.Model, new ModelSummary(opened.Model).Parameters, trained.Epochs, evaluation,
            trained.ImagesPerSecond, Stopwatch.GetElapsedTime(start).TotalSeconds);
        var findings =
            stop.Part == TourPlan.UsedPart ? RunFindings.Of(opened.Model, runner, test, opened.Options, report.Pca, cancellation) : null;
        report.Add(
            stop, part, epochs.Rows, epochs.Control, new SampleGrid(test, opened.Options.Corruption, opened.Options.Seed, Columns),
            runner.Run, findings);
        observer.PartEnded(part);
        return true;
    }

    private static void Use(
        Workplace place, TourReport report, IReadOnlyList<TourStop> stops, ITourObserver observer, CancellationToken cancellation)
    {
        var device = place.Device;
        PixelSet Get(DatasetSplit split) => place.Pictures.Get(split, observer, cancellation);
        PixelSet train = Get(DatasetSplit.Train), val = Get(DatasetSplit.Val), test = Get(DatasetSplit.Test);
        string RunOf(TourStop stop) => Path.Combine(report.Folder, stop.Name);
        string run = RunOf(stops.First(stop => stop.Part == TourPlan.UsedPart));

        observer.PartStarted(stops.Count + 1, stops.Count + s_uses.Length, s_uses[0]);
        report.Denoising =
        [
            .. stops.Where(stop => stop.Part == TourPlan.DenoisingPart).Select(stop => new TourDenoiser(
                stop.Options.Model, TourUseCases.Denoise(device, RunOf(stop), test, stop.Options.Seed, cancellation))),
        ];
        observer.PartStarted(stops.Count + 2, stops.Count + s_uses.Length, s_uses[1]);
        if (val.Count > 0 && train.Count > 1)
        {
            report.Anomalies = TourUseCases.Detect(device, run, train, val, test, cancellation);
        }

        observer.PartStarted(stops.Count + 3, stops.Count + s_uses.Length, s_uses[2]);
        report.Compression = TourUseCases.Compress(device, run, train, test, cancellation);
    }

    private static string CreateFolder(string? path)
    {
        string folder = path ?? Path.Combine("runs", "tour", DateTime.Now.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture));
        if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
        {
            throw new ConfigurationException("out", $"'{folder}' exists and is not empty; name another folder.");
        }

        Directory.CreateDirectory(folder);
        return folder;
    }

    private sealed class EpochRecorder(ITrainingObserver inner) : ITrainingObserver
    {
        internal List<EpochMetrics> Rows { get; } = [];

        internal Level? Control { get; private set; }

        public void Loading(int ready, int total) => inner.Loading(ready, total);

        public void Fitting(int done, int total) => inner.Fitting(done, total);

        public void Started(TrainingStart start) => inner.Started(start);

        public void Stepped(in TrainingStep step) => inner.Stepped(step);

        public void ControlMeasured(int components, double psnr)
        {
            Control = new Level(string.Create(CultureInfo.InvariantCulture, $"PCA-{components}"), psnr);
            inner.ControlMeasured(components, psnr);
        }

        public void EpochEnded(EpochMetrics metrics, bool isBest)
        {
            Rows.Add(metrics);
            inner.EpochEnded(metrics, isBest);
        }

        public void Warned(string message) => inner.Warned(message);
    }

    private sealed class SilentObserver : ITourObserver;
}
