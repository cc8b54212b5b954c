using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Basics;
using ILGpuAutoencoders.Models.Inference;
using ILGpuAutoencoders.Models.Runs;
using ILGpuAutoencoders.Models.Training;
using ILGpuAutoencoders.Models.Workbench.Comparisons;

namespace ILGpuAutoencoders.Models;

/// <summary>Measures runs beside each other: metrics, the options that differ, and what each makes of pictures.</summary>
public static class RunComparison
{
    private const int Shown = 8;

    /// <summary>Compares runs. One that cannot be read or measured is told, and the others are compared.</summary>
    /// <param name="options">Runs and pictures.</param>
    /// <param name="observer">Receives progress and warnings; null for none.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="ConfigurationException">There are fewer than two runs, or the page exists.</exception>
    /// <exception cref="CheckpointException">No run can be measured.</exception>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public static CompareResult Run(CompareOptions options, ITaskObserver? observer = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        CompareOptions.Table.Validate(options);
        if (options.Runs.Count < 2)
        {
            throw new ConfigurationException("compare: there is nothing to compare; name two runs or more.");
        }

        if (Directory.Exists(options.Out) || (File.Exists(options.Out) && !options.Overwrite))
        {
            throw new ConfigurationException("out", $"'{options.Out}' exists; name a file that does not.");
        }

        var measured = new List<MeasuredRun>();
        var rows = new List<ComparedRun>();
        foreach (string run in options.Runs)
        {
            try
            {
                var found = Measure(run, options, observer, cancellation);
                measured.Add(found);
                rows.Add(found.Row);
            }
            catch (Exception error) when (error is CheckpointException or DataSetException or ConfigurationException or FormatException)
            {
                rows.Add(new ComparedRun(run, null, null, null, error.Message));
                observer?.Warned($"'{run}' is left out: {error.Message}");
            }
        }

        if (measured.Count == 0)
        {
            throw new CheckpointException($"None of the runs can be measured; the first: {rows[0].Problem}");
        }

        bool isSame = measured.All(run => run.Pictures == measured[0].Pictures);
        var result = new CompareResult(options.Out, isSame, rows, Differences([.. measured.Select(run => run.Options)]));
        if (options.Out is not null)
        {
            ComparisonPage.Write(options.Out, result, measured, options.Split);
        }

        return result;
    }

    private static MeasuredRun Measure(string path, CompareOptions options, ITaskObserver? observer, CancellationToken cancellation)
    {
        var evaluation = Evaluator.Run(
            new EvaluationOptions
            {
                Run = path,
                Data = options.Data,
                Split = options.Split,
                Device = options.Device,
                Threads = options.Threads,
                Precision = options.Precision,
            }, observer, cancellation);
        using var device = ObservedDevice.Open(options, observer);
        using var run = TrainedRun.Open(path, device);
        var training = run.Options;
        var pictures = options.Data is null
            ? RunPictures.Open(training, run.SplitJson, cancellation: cancellation)
            : RunPictures.Open(training with { Data = options.Data }, null, observer, options.Split, cancellation);
        var part = pictures.Get(options.Split, observer, cancellation);
        using var runner = new InferenceRunner(run.Model);
        var grid = new SampleGrid(part, training.Corruption, training.Seed, Shown);
        string folder = Path.GetDirectoryName(Path.GetFullPath(run.Checkpoint))!;
        return new MeasuredRun(
            new ComparedRun(path, training.Model, new ModelSummary(run.Model).Parameters, evaluation, null), training,
            RunPictures.FingerprintOf([part], cancellation), grid.Originals, grid.Reconstruct(runner.Run).Outputs,
            run.HasConfig ? MetricsTable.Read(Path.Combine(folder, RunFile.Metrics), observer) : []);
    }

    private static Dictionary<string, IReadOnlyList<string?>> Differences(IReadOnlyList<TrainingOptions> runs) =>
        (from option in TrainingOptions.Table.Options
         let values = runs.Select(run => option.Format(run) is { } text ? OptionProblem.Brief(text) : null).ToList()
         where values.Distinct().Count() > 1
         select (option.Key, values)).ToDictionary(option => option.Key, option => (IReadOnlyList<string?>)option.values);
}
