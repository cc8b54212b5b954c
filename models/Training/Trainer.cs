namespace ILGpuAutoencoders.Models;

/// <summary>Trains a model from pictures to a run folder.</summary>
public static class Trainer
{
    /// <summary>Trains.</summary>
    /// <param name="options">What is trained on what.</param>
    /// <param name="run">The run folder to make; null for <c>runs/MODEL/TIME-N</c>.</param>
    /// <param name="observer">Is told how it goes.</param>
    /// <param name="cancellation">Stops after the running step, with a checkpoint.</param>
    public static TrainResult Run(TrainingOptions options, string? run = null, ITrainObserver? observer = null, CancellationToken cancellation = default) => throw new NotSupportedException("Being built.");
}
