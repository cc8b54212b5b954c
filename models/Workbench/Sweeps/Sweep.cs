using System.Globalization;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models.Inference;
using ILGpuAutoencoders.Models.Options;
using ILGpuAutoencoders.Models.Runs;
using ILGpuAutoencoders.Models.Workbench.Sweeps;

namespace ILGpuAutoencoders.Models;

/// <summary>
/// Trains every combination of latent size, loss, further options and seed and compares them on test. A sweep that was stopped is
/// resumed.
/// </summary>
public static class Sweep
{
    /// <summary>Sweeps.</summary>
    /// <param name="options">What is trained.</param>
    /// <param name="observer">Receives the progress of each run; null for none.</param>
    /// <param name="cancellation">Stops after the running step; the same options resume it later.</param>
    /// <exception cref="ConfigurationException">An option cannot be used, or a run in the folder was made with others, or the folder is a
    /// file.</exception>
    /// <exception cref="DataSetException">The pictures cannot be used.</exception>
    /// <exception cref="DivergedException">A run diverged.</exception>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public static SweepResult Run(SweepOptions options, ITrainingObserver? observer = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        string[] further = [.. options.Further.Select(axis => axis.Key)];
        var plan = (from latent in options.Latents
                    from loss in options.Losses
                    from training in Choices(options.Training with { Latent = latent, Loss = loss }, options.Further)
                    from seed in options.Seeds
                    select ModelBuilder.Resolve(training with { Seed = seed })).ToList();
        if (plan.Count == 0)
        {
            throw new ConfigurationException(
                "sweep: there is nothing to train; name at least one value of each option, one latent size, one loss and one seed.");
        }

        plan.ForEach(training => training.Validate());
        if (plan.GroupBy(training => NameOf(training, further)).FirstOrDefault(group => group.Count() > 1) is { Key: { } name })
        {
            throw new ConfigurationException(
                $"sweep: two of its runs would be called '{name}'; name values that differ in more than punctuation, each once.");
        }

        OutputNames.RequireFolder(options.Out);
        if (options.Shard is { } shard)
        {
            foreach (var training in shard.Of(plan, "runs"))
            {
                ReportedTraining.Complete(training, RunPlace.ToWrite(options.Out, NameOf(training, further)), observer, cancellation);
            }

            return new SweepResult(options.Out, []) { Shard = shard.ToString() };
        }

        var outcomes = new List<SweepOutcome>();
        foreach (var training in plan)
        {
            string run = RunPlace.ToWrite(options.Out, NameOf(training, further));
            ReportedTraining.Complete(training, run, observer, cancellation);
            outcomes.Add(Measure(training, ValuesOf(training, further), run, observer, cancellation));
        }

        var rows = outcomes.GroupBy(outcome => outcome.Choice).Select(SweepOutcome.RowOf).ToList();
        var result = new SweepResult(options.Out, rows);
        SweepReport.Write(result);
        SweepPage.Write(result, outcomes, observer, cancellation);
        return result;
    }

    /// <summary>The folder of a run within that of the sweep.</summary>
    /// <param name="training">What it trains.</param>
    /// <param name="further">Further options that are swept.</param>
    internal static string NameOf(TrainingOptions training, params IReadOnlyList<string> further) =>
        string.Create(CultureInfo.InvariantCulture, $"{training.Model}-{training.Latent}-{training.Loss.Name}-{training.Seed}")
        + string.Concat(ValuesOf(training, further).Select(option => $"-{option.Key}-{Plain(option.Value)}"));

    private static IEnumerable<TrainingOptions> Choices(TrainingOptions training, IReadOnlyList<SweepAxis> axes) => axes.Aggregate(
        (IEnumerable<TrainingOptions>)[training],
        (choices, axis) => choices.SelectMany(choice => axis.Values.Select(value => OptionOf(axis.Key).Set(choice, value))));

    private static OptionDescriptor<TrainingOptions> OptionOf(string key) => TrainingOptions.Table.Find(key)
        ?? throw new ConfigurationException($"sweep: there is no option '{key}' of training to sweep over; omit it.");

    private static Dictionary<string, string> ValuesOf(TrainingOptions training, IEnumerable<string> keys) =>
        keys.ToDictionary(key => key, key => OptionOf(key).Format(training) ?? "none");

    // A value may be a path: whatever could leave the folder of the sweep is replaced.
    private static string Plain(string value) =>
        string.Concat(value.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '+' or '-' ? c : '_'));

    private static SweepOutcome Measure(
        TrainingOptions training, IReadOnlyDictionary<string, string> options, string run, ITaskObserver? observer,
        CancellationToken cancellation)
    {
        var how = new EvaluationOptions { Run = run, Device = training.Device, Threads = training.Threads, Precision = training.Precision };
        var evaluation = Evaluator.Run(how, observer, cancellation);
        using var network = ModelBuilder.NetworkOf(training).Build();
        double[] speeds =
            [.. MetricsTable.Read(Path.Combine(run, RunFile.Metrics), observer).Select(epoch => epoch.ImagesPerSecond).Where(
                double.IsFinite)];
        return new SweepOutcome(
            run, training, new ModelSummary(network).Parameters, new FileInfo(TrainedRun.CheckpointOf(run)).Length,
            speeds.DefaultIfEmpty().Average(), evaluation,
            evaluation.Pca?.Psnr ?? double.NaN)
        {
            Options = options,
        };
    }
}

/// <summary>A run of a sweep.</summary>
internal sealed record SweepOutcome(
    string Run, TrainingOptions Training, long Parameters, long Bytes, double ImagesPerSecond, EvaluationResult Evaluation, double PcaPsnr)
{
    /// <summary>The values of the further options of the sweep, by key.</summary>
    internal IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>();

    /// <summary>What its row of the table stands for, without the seed.</summary>
    internal string Choice => string.Create(
        CultureInfo.InvariantCulture,
        $"{Training.Latent} {Training.Loss.Name}{string.Concat(Options.Select(option => $", {option.Key} {option.Value}"))}");

    /// <summary>The results of the runs of one choice.</summary>
    internal static SweepRow RowOf(IEnumerable<SweepOutcome> outcomes)
    {
        List<SweepOutcome> runs = [.. outcomes];
        Spread Over(Func<SweepOutcome, double> value) => Spread.Of([.. runs.Select(value)]);
        var (_, training, parameters, bytes, _, _, _) = runs[0];
        return new SweepRow(
            training.Model, training.Latent, training.Loss.Name, runs.Count, parameters, bytes, Over(run => run.ImagesPerSecond),
            Over(run => run.Evaluation.Psnr),
            Over(run => run.Evaluation.Mse), Over(run => run.Evaluation.Mae), Over(run => run.Evaluation.Ssim ?? double.NaN),
            Over(run => run.PcaPsnr))
        {
            Options = runs[0].Options,
        };
    }
}
