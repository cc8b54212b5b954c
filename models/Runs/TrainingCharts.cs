using ILGpuAutoencoders.Models.Pages;

namespace ILGpuAutoencoders.Models.Runs;

/// <summary>The charts of a training over its epochs.</summary>
internal static class TrainingCharts
{
    /// <summary>Loss on val, which has the same colour in all charts, and on train; and controls of val.</summary>
    internal static Chart Loss(IReadOnlyList<EpochMetrics> epochs, params IReadOnlyList<Level> controls) => Chart.OfCurves(
        "Loss", "loss", [new("val", [.. epochs.Select(e => e.ValLoss)]), new("train", [.. epochs.Select(e => (double?)e.TrainLoss)])],
        controls);

    /// <summary>PSNR on val, and controls.</summary>
    internal static Chart Psnr(IReadOnlyList<EpochMetrics> epochs, params IReadOnlyList<Level> controls) =>
        Chart.OfCurves("PSNR on val", "dB", [new("val", [.. epochs.Select(e => e.ValPsnr)])], controls);

    /// <summary>SSIM on val, and controls.</summary>
    internal static Chart Ssim(IReadOnlyList<EpochMetrics> epochs, params IReadOnlyList<Level> controls) =>
        Chart.OfCurves("SSIM on val", "SSIM", [new("val", [.. epochs.Select(e => e.ValSsim)])], controls);

    /// <summary>Writes curves.png: loss over PSNR.</summary>
    /// <param name="epochs">The rows of metrics.csv; without any, nothing is drawn.</param>
    /// <param name="path">The file to write.</param>
    internal static void Save(IReadOnlyList<EpochMetrics> epochs, string path) => ChartPng.Save(path, Loss(epochs), Psnr(epochs));
}
