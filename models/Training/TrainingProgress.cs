using System.Text.Json.Serialization;
using ILGpuAutoencoders.Data;

namespace ILGpuAutoencoders.Models;

/// <summary>A run that is about to make its first step.</summary>
/// <param name="Run">The run folder.</param>
/// <param name="Options">The resolved options.</param>
/// <param name="Device">What it computes on.</param>
/// <param name="DeviceReason">Why, as a phrase.</param>
/// <param name="Parameters">Number of trained values.</param>
/// <param name="TrainImages">Pictures of train.</param>
/// <param name="ValImages">Pictures of val.</param>
/// <param name="StepsPerEpoch">Batches per epoch.</param>
public sealed record TrainingStart(
    string Run, TrainingOptions Options, string Device, string DeviceReason, long Parameters, int TrainImages, int ValImages,
    int StepsPerEpoch);

/// <summary>A step that was made.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="Epochs">Epochs in all.</param>
/// <param name="Batch">Within the epoch, from 1.</param>
/// <param name="Batches">Batches per epoch.</param>
/// <param name="Step">Since the start of training, from 1.</param>
/// <param name="Loss">The latest loss that was read from the device; on a GPU not that of every step.</param>
/// <param name="ImagesPerSecond">Training pictures per second within this epoch.</param>
/// <param name="Remaining">Estimate of the training time that is left.</param>
public readonly record struct TrainingStep(
    int Epoch, int Epochs, int Batch, int Batches, int Step, float Loss, double ImagesPerSecond, TimeSpan Remaining);

/// <summary>A run that is resumed.</summary>
/// <param name="Run">The run folder.</param>
/// <param name="Epoch">The epoch in progress, from 1.</param>
/// <param name="Batch">Its next batch, from 1.</param>
/// <param name="Step">Steps made before.</param>
/// <param name="Changes">Options that have another value from now on, as phrases.</param>
public sealed record TrainingResume(string Run, int Epoch, int Batch, int Step, IReadOnlyList<string> Changes);

/// <summary>The result of a training run. Its properties are the keys of <c>train --json</c>, in snake case.</summary>
/// <param name="Run">The run folder.</param>
/// <param name="Epochs">Epochs that were finished.</param>
/// <param name="BestEpoch">The epoch of best.safetensors, from 1; 0 where none was finished.</param>
/// <param name="BestValLoss">Its loss on val; null if there are no pictures in val.</param>
/// <param name="ImagesPerSecond">Training pictures per second, excluding validation; 0 if no step was left to make.</param>
/// <param name="StoppedBy">Why it ended.</param>
public sealed record TrainResult(string Run, int Epochs, int BestEpoch, double? BestValLoss, double ImagesPerSecond, StopReason StoppedBy)
{
    /// <summary>
    /// Latent units of a vae whose mean has a variance above 0.01 over val (over train where there is no val), after the last step; null
    /// for other families.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? ActiveUnits { get; init; }

    /// <summary>
    /// The best checkpoint on pictures that it was not trained on, beside the PCA control; null without a report, which measures it.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RunScore? Score { get; init; }

    /// <summary>What was left out of the data folder; null if nothing was.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LeftOut? LeftOut { get; init; }
}
