using System.Globalization;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models.Inference;
using ILGpuAutoencoders.Models.Options;
using ILGpuAutoencoders.Models.Runs;
using ILGpuAutoencoders.Models.Uses.Anomaly;
using ILGpuAutoencoders.Models.Workbench.OneVsRest;

namespace ILGpuAutoencoders.Models;

/// <summary>
/// One class against the rest: for each class a model that is trained and calibrated on that class alone has to find the pictures of
/// all others among those of test. A benchmark that was stopped is resumed.
/// </summary>
public static class AnomalyBenchmark
{
    /// <summary>Trains, calibrates and scores.</summary>
    /// <param name="options">Classes, and what is trained.</param>
    /// <param name="observer">Receives the progress of each run; null for none.</param>
    /// <param name="cancellation">Stops after the running step; the same options resume it later.</param>
    /// <exception cref="ConfigurationException">An option cannot be used, or a run in the folder was made with others, or the folder is a
    /// file.</exception>
    /// <exception cref="DataSetException">The pictures cannot be used, there are too few, or they are of one class.</exception>
    /// <exception cref="DivergedException">A run diverged.</exception>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public static AnomalyBenchmarkResult Run(
        AnomalyBenchmarkOptions options, ITrainingObserver? observer = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Seeds.Count == 0)
        {
            throw new ConfigurationException("seeds", "there is nothing to train; name at least one seed.");
        }

        var training = ModelBuilder.Resolve(options.Training);
        training.Validate();
        OutputNames.RequireFolder(options.Out);
        var folders = ClassFolders.Find(options.Data, training, observer);
        // All of them before the first training: it may take hours to the class that has too few.
        foreach (var (_, path) in folders.Classes)
        {
            options.Seeds.Take(folders.HasTest ? 1 : options.Seeds.Count).ToList().ForEach(
                seed => folders.IndexOf(path, seed, cancellation));
        }

        var findings = new List<Finding>();
        IReadOnlyList<(string Name, PixelSet Pictures)>? test = null;
        foreach (ulong seed in options.Seeds)
        {
            test = test is null || !folders.HasTest ? folders.LoadTest(seed, observer, cancellation) : test;
            foreach (var (name, path) in folders.Classes)
            {
                string run = RunPlace.ToWrite(options.Out, string.Create(CultureInfo.InvariantCulture, $"{name}-{seed}"));
                ReportedTraining.Complete(training with { Data = path, Seed = seed }, run, observer, cancellation);
                int train = folders.IndexOf(path, seed, cancellation).Train.Count;
                findings.Add(Measure(options, run, name, train, seed, path, test, observer, cancellation));
            }
        }

        var rows = folders.Classes.Select(each => RowOf([.. findings.Where(finding => finding.Class == each.Name)])).ToList();
        var bySeed = findings.GroupBy(finding => finding.Seed).ToList();
        var mean = AnomalyScores.Names.ToDictionary(
            score => score, score => Spread.Of([.. bySeed.Select(seed => seed.Average(finding => finding.Auroc[score]))]));
        var result = new AnomalyBenchmarkResult(options.Out, options.Score, rows, mean);
        AnomalyBenchmarkReport.Write(result);
        return result;
    }

    private static Finding Measure(
        AnomalyBenchmarkOptions options, string run, string name, int train, ulong seed, string path,
        IReadOnlyList<(string Name, PixelSet Pictures)> test, ITaskObserver? observer, CancellationToken cancellation)
    {
        var (device, threads, precision) = (options.Training.Device, options.Training.Threads, options.Training.Precision);
        var how = new AnomalyCalibrateOptions
        {
            Run = run,
            Data = path,
            Score = options.Score,
            Device = device,
            Threads = threads,
            Precision = precision,
        };
        AnomalyDetector.Calibrate(how, observer, cancellation);
        using var open = LatentRun.Open(run, how, observer: null);
        var calibration = AnomalyCalibration.Read(open.Run);
        var scorer = new AnomalyScorer(open, calibration.Reference);
        var scores = new List<IReadOnlyDictionary<string, double>>();
        var isAnomaly = new List<bool>();
        foreach (var (of, pictures) in test)
        {
            foreach (var batch in Enumerable.Range(0, pictures.Count).Select(pictures.ToPicture).Chunk(open.BatchSize))
            {
                cancellation.ThrowIfCancellationRequested();
                scores.AddRange(scorer.Score(batch).Select(
                    scored => AnomalyDetector.Judge(scored.Measured, calibration, of, label: null).Scores));
                isAnomaly.AddRange(batch.Select(_ => of != name));
            }
        }

        var auroc = calibration.Names.ToDictionary(
            score => score, score => RankingMetrics.Of(
                [.. scores.Select(each => each[score])], isAnomaly, calibration.Thresholds[score]).Auroc);
        int others = isAnomaly.Count(each => each);
        return new Finding(name, seed, train, isAnomaly.Count - others, others, auroc);
    }

    private static AnomalyBenchmarkRow RowOf(IReadOnlyList<Finding> seeds)
    {
        var first = seeds[0];
        return new AnomalyBenchmarkRow(
            first.Class, first.Train, first.Normal, first.Others, seeds.Count,
            first.Auroc.Keys.ToDictionary(score => score, score => Spread.Of([.. seeds.Select(seed => seed.Auroc[score])])));
    }

    /// <summary>A class against the rest, with one seed.</summary>
    private sealed record Finding(
        string Class, ulong Seed, int Train, int Normal, int Others, IReadOnlyDictionary<string, double> Auroc);
}
