using System.Globalization;
using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Models;

/// <summary>Where training stands between two steps: with the weights and the optimiser's moments, all that going on needs.</summary>
/// <param name="Epoch">The epoch in progress, from 0.</param>
/// <param name="Batch">Its next batch, from 0.</param>
/// <param name="Step">Steps made.</param>
/// <param name="EpochLoss">Sum of the losses of the pictures of the epoch in progress.</param>
/// <param name="EpochImages">Pictures of the epoch in progress that were trained on.</param>
/// <param name="BestEpoch">The best finished epoch, from 1; 0 for none.</param>
/// <param name="BestLoss">Its loss on val, or on train where there is no val.</param>
internal sealed record TrainingState(int Epoch, int Batch, int Step, double EpochLoss, int EpochImages, int BestEpoch, double BestLoss)
{
    internal static TrainingState Start { get; } = new(0, 0, 0, 0, 0, 0, double.PositiveInfinity);

    /// <summary>All of it in one file. It holds no times, paths, or numbers of threads.</summary>
    internal Checkpoint ToCheckpoint(Autoencoder model, Optimizer optimizer, IEnumerable<KeyValuePair<string, string>> metadata)
    {
        var checkpoint = model.ToCheckpoint(metadata);
        optimizer.AddTo(checkpoint);
        foreach (var (key, value) in new (string, IFormattable)[]
        {
            ("training_epoch", Epoch), ("training_batch", Batch), ("training_step", Step), ("training_epoch_loss", EpochLoss),
            ("training_epoch_images", EpochImages), ("training_best_epoch", BestEpoch), ("training_best_loss", BestLoss),
        })
        {
            checkpoint.Metadata[key] = value.ToString(null, CultureInfo.InvariantCulture);
        }

        return checkpoint;
    }
}
