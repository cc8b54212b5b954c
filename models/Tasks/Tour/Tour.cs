using System.Diagnostics;
using System.Globalization;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Models;

/// <summary>Parts 1 to 4, one after another: from the simplest autoencoder to one with every improvement, on the same pictures.</summary>
public static class Tour
{
    private const int EvaluationBatch = 64;
    private const int Columns = 12;

    /// <summary>Trains and evaluates all parts and writes grids, curves and results.md.</summary>
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
        var watch = Stopwatch.StartNew();
        var stops = TourPlan.Of(options);
        stops[0].Options.Validate();
        observer ??= new SilentObserver();
        var pictures = RunPictures.Open(stops[0].Options);
        var choice = DeviceCatalog.Open(options.Device, options.Threads, options.Precision);
        using var device = choice.Device;
        string folder = CreateFolder(options.Out);
        var report = new TourReport(folder, stops[0].Options);
        bool isInterrupted = false;
        try
        {
            for (int i = 0; i < stops.Count && !isInterrupted; i++)
            {
                observer.PartStarted(i + 1, stops.Count, stops[i].Title);
                isInterrupted = !Visit(stops[i], choice, pictures, report, observer, cancellation);
            }
        }
        catch (OperationCanceledException)
        {
            isInterrupted = true;
        }

        report.Write(watch.Elapsed, choice.Device.Name);
        return new TourResult(folder, report.Parts, watch.Elapsed.TotalSeconds, isInterrupted ? "interrupt" : "end");
    }

    private static bool Visit(
        TourStop stop, DeviceChoice choice, RunPictures pictures, TourReport report, ITourObserver observer, CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        string run = Path.Combine(report.Folder, stop.Name);
        var epochs = new EpochRecorder(observer);
        var trained = Trainer.RunOn(choice, pictures, stop.Options, run, epochs, cancellation);
        if (trained.StoppedBy == "interrupt")
        {
            return false;
        }

        var test = pictures.Get(DatasetSplit.Test, observer, cancellation);
        if (test.Count == 0)
        {
            throw new DataSetException($"'{stop.Options.Data}' has no pictures in test; put some there.");
        }

        report.Pca ??= Evaluator.FitPca(pictures.Get(DatasetSplit.Train, observer, cancellation), stop.Options.Latent, cancellation);
        using var opened = TrainedRun.Open(run, choice.Device);
        using var runner = new InferenceRunner(opened.Model);
        var evaluation = Evaluator.Evaluate(runner, test, opened.Options, EvaluationBatch, report.Pca, null, cancellation);
        var part = new TourPart(
            stop.Part, stop.Title, run, stop.Options.Model, new ModelSummary(opened.Model).Parameters, trained.Epochs, evaluation,
            trained.ImagesPerSecond, Stopwatch.GetElapsedTime(start).TotalSeconds);
        report.Add(stop, part, epochs.Rows, new SampleGrid(test, opened.Options.Corruption, opened.Options.Seed, Columns), runner.Run);
        observer.PartEnded(part);
        return true;
    }

    private static string CreateFolder(string? path)
    {
        string folder = path ?? Path.Combine("runs", "tour", DateTime.Now.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture));
        if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
        {
            throw new ConfigurationException($"out: '{folder}' exists and is not empty; name another folder.");
        }

        Directory.CreateDirectory(folder);
        return folder;
    }

    private sealed class EpochRecorder(ITrainObserver inner) : ITrainObserver
    {
        internal List<EpochMetrics> Rows { get; } = [];

        public void Loading(int ready, int total) => inner.Loading(ready, total);

        public void Started(TrainingStart start) => inner.Started(start);

        public void Stepped(in TrainingStep step) => inner.Stepped(step);

        public void EpochEnded(EpochMetrics metrics, bool isBest)
        {
            Rows.Add(metrics);
            inner.EpochEnded(metrics, isBest);
        }

        public void Warned(string message) => inner.Warned(message);
    }

    private sealed class SilentObserver : ITourObserver;
}
