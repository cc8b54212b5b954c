using System.Globalization;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Runs;

namespace ILGpuAutoencoders.Models.Training;

/// <summary>Where training stands between two steps: with the weights and the optimiser's moments, all that resuming needs.</summary>
/// <param name="Batch">The next batch of the epoch in progress, from 0; as many as there are if only its validation is left.</param>
/// <param name="Step">Steps made.</param>
/// <param name="EpochLoss">Sum of the losses of the pictures of the epoch in progress.</param>
/// <param name="EpochImages">Pictures of the epoch in progress that were trained on.</param>
/// <param name="History">The finished epochs.</param>
internal sealed record TrainingState(int Batch, int Step, float EpochLoss, int EpochImages, IReadOnlyList<EpochMetrics> History)
{
    private const string Prefix = "training_", OptimizerPrefix = "optimizer";
    private const string BatchKey = Prefix + "batch", StepKey = Prefix + "step";
    private const string EpochLossKey = Prefix + "epoch_loss", EpochImagesKey = Prefix + "epoch_images";
    private const string HistoryKey = Prefix + "history", OptionPrefix = Prefix + "option_", PicturesKey = Prefix + "pictures";

    internal static TrainingState Start { get; } = new(0, 0, 0, 0, []);

    /// <summary>The epoch in progress, from 0.</summary>
    internal int Epoch => History.Count;

    /// <summary>The finished epoch with the lowest loss on val, or on train if there is no val; null before the first.</summary>
    internal EpochMetrics? Best => History.MinBy(epoch => epoch.Judged);

    /// <summary>Whether the weights are those of the best epoch.</summary>
    internal bool IsBest => Batch == 0 && Best is { } best && best.Epoch == Epoch;

    /// <summary>
    /// Why training has ended: <c>max-steps</c>, which may cut the last epoch short, <c>epochs</c> or <c>early-stop</c>; null if it has
    /// not.
    /// </summary>
    internal StopReason? EndOf(TrainingOptions options) =>
        Batch == 0 && Step >= options.MaxSteps ? StopReason.MaxSteps
        : Epoch >= options.Epochs ? StopReason.Epochs
        : Batch == 0 && Epoch - Best?.Epoch >= options.EarlyStop ? StopReason.EarlyStop
        : null;

    /// <summary>The state after one more step.</summary>
    internal TrainingState After(Batch batch) =>
        this with { Step = Step + 1, Batch = batch.Number + 1, EpochImages = EpochImages + batch.Count };

    /// <summary>The state after the end of the epoch in progress.</summary>
    internal TrainingState After(EpochMetrics epoch) => new(0, Step, 0, 0, [.. History, epoch]);

    /// <summary>The result of a training that ends here.</summary>
    /// <param name="run">The run folder.</param>
    /// <param name="stoppedBy">Why it ends.</param>
    /// <param name="imagesPerSecond">Training pictures per second.</param>
    internal TrainResult ToResult(string run, StopReason stoppedBy, double imagesPerSecond) =>
        new(run, Epoch, Best?.Epoch ?? 0, Best?.ValLoss, imagesPerSecond, stoppedBy);

    /// <summary>Adds it to a file of weights and moments. It holds no times, paths, or numbers of threads.</summary>
    /// <param name="checkpoint">Where to.</param>
    /// <param name="options">Those that affect the numbers are kept.</param>
    /// <param name="pictures">The fingerprint of the pictures.</param>
    internal void AddTo(Checkpoint checkpoint, TrainingOptions options, string pictures)
    {
        foreach (var (key, value) in new (string, IFormattable)[]
        {
            (BatchKey, Batch), (StepKey, Step), (EpochLossKey, EpochLoss), (EpochImagesKey, EpochImages),
        })
        {
            checkpoint.Metadata[key] = value.ToString(null, CultureInfo.InvariantCulture);
        }

        checkpoint.Metadata[HistoryKey] = string.Join('\n', History.Select(MetricsTable.TimelessRow));
        checkpoint.Metadata[PicturesKey] = pictures;
        foreach (var option in TrainingOptions.Table.Options.Where(option => option.Scope(options) == OptionScope.Numbers))
        {
            checkpoint.Metadata[OptionPrefix + option.Key] = option.Format(options) ?? "";
        }
    }

    /// <summary>What <see cref="AddTo"/> wrote.</summary>
    /// <param name="checkpoint">The state file.</param>
    /// <param name="source">Its path, for messages.</param>
    /// <exception cref="CheckpointException">It is not a state of a training.</exception>
    internal static TrainingState From(Checkpoint checkpoint, string source)
    {
        try
        {
            string Text(string key) =>
                checkpoint.Metadata.TryGetValue(key, out string? text) ? text : throw new FormatException($"it has no {key}");
            int Count(string key) => int.Parse(Text(key), NumberStyles.None, CultureInfo.InvariantCulture);
            string[] rows = Text(HistoryKey).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            float loss = float.Parse(Text(EpochLossKey), NumberStyles.Float, CultureInfo.InvariantCulture);
            var state =
                new TrainingState(Count(BatchKey), Count(StepKey), loss, Count(EpochImagesKey), [.. rows.Select(MetricsTable.Parse)]);
            return state.IsPossible() ? state : throw new FormatException("its counters contradict each other");
        }
        catch (Exception error) when (error is FormatException or OverflowException)
        {
            throw new CheckpointException($"Checkpoint: {source} is not a state of a training ({error.Message}); start a new run.", error);
        }
    }

    /// <summary>Whether steps can have led here, of epochs of so many batches.</summary>
    internal bool IsReachable(int batches) => Batch <= batches && Step <= ((long)Epoch * batches) + Batch;

    private bool IsPossible()
    {
        int[] steps = [0, .. History.Select(epoch => epoch.Step)];
        return History.Index().All(row => row.Item.Epoch == row.Index + 1)
            && steps.Zip(steps.Skip(1)).All(pair => pair.First < pair.Second)
            && Step - steps[^1] == Batch && EpochImages >= Batch && (Batch > 0 || EpochImages == 0) && float.IsFinite(EpochLoss);
    }

    /// <summary>
    /// The model's own file within a state file: without moments and counters, and with the averaged weights where there are any.
    /// </summary>
    internal static Checkpoint ModelOf(Checkpoint state)
    {
        var model = new Checkpoint();
        static bool HasPrefix(string key, string prefix) => key.StartsWith(prefix, StringComparison.Ordinal);
        bool IsOfModel(string key) => !HasPrefix(key, OptimizerPrefix) && !HasPrefix(key, WeightAverage.Prefix);
        foreach (var (name, tensor) in state.Tensors.Where(entry => IsOfModel(entry.Key)))
        {
            model.Tensors[name] = state.Tensors.TryGetValue(WeightAverage.Prefix + name, out var average) ? average : tensor;
        }

        foreach (var (key, text) in state.Metadata.Where(entry => !HasPrefix(entry.Key, OptimizerPrefix) && !HasPrefix(entry.Key, Prefix)))
        {
            model.Metadata[key] = text;
        }

        return model;
    }

    /// <summary>The value of an option when a state file was written; null if the file does not say.</summary>
    internal static string? OptionOf(Checkpoint state, string key) =>
        state.Metadata.TryGetValue(OptionPrefix + key, out string? text) ? text : null;

    /// <summary>The fingerprint of the pictures that a state file was trained on.</summary>
    internal static string? PicturesOf(Checkpoint state) => state.Metadata.TryGetValue(PicturesKey, out string? text) ? text : null;
}
