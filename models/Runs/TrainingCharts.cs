using ILGpuAutoencoders.Models.Pages;

namespace ILGpuAutoencoders.Models.Runs;

/// <summary>The charts of a training: loss, and PSNR on val.</summary>
internal static class TrainingCharts
{
    /// <summary>Loss on train and val over the epochs.</summary>
    internal static Chart Loss(IReadOnlyList<EpochMetrics> epochs) =>
        Chart.OfCurves(
            "Loss", "loss", [new("train", [.. epochs.Select(e => (double?)e.TrainLoss)]), new("val", [.. epochs.Select(e => e.ValLoss)])]);

    /// <summary>PSNR on val over the epochs.</summary>
    internal static Chart Psnr(IReadOnlyList<EpochMetrics> epochs) =>
        Chart.OfCurves("PSNR on val", "dB", [new("val", [.. epochs.Select(e => e.ValPsnr)])]);

    /// <summary>Writes curves.png: one under the other.</summary>
    /// <param name="epochs">The rows of metrics.csv; without any, nothing is drawn.</param>
    /// <param name="path">The file to write.</param>
    internal static void Save(IReadOnlyList<EpochMetrics> epochs, string path) => Chart.SavePng([Loss(epochs), Psnr(epochs)], path);
}
