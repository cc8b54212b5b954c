namespace ILGpuAutoencoders.Models;

/// <summary>An epoch that has ended: a row of metrics.csv. Values of val are null if it has no pictures.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="Step">Steps since the start of training.</param>
/// <param name="TrainLoss">Mean loss of the epoch's training pictures.</param>
/// <param name="ValLoss">Loss on val, in evaluation mode.</param>
/// <param name="ValMse">Mean squared error on val.</param>
/// <param name="ValMae">Mean absolute error on val.</param>
/// <param name="ValPsnr">Mean PSNR on val, in dB.</param>
/// <param name="ValSsim">Mean SSIM on val; null below 11 pixels.</param>
/// <param name="LearningRate">The rate of the last step.</param>
/// <param name="Seconds">Time of training and validation since the start of training.</param>
/// <param name="ImagesPerSecond">Training pictures per second within the epoch, excluding validation.</param>
public sealed record EpochMetrics(
    int Epoch, int Step, double TrainLoss, double? ValLoss, double? ValMse, double? ValMae, double? ValPsnr, double? ValSsim,
    double LearningRate, double Seconds, double ImagesPerSecond)
{
    /// <summary>The loss by which epochs are compared: on val, or on train where there is no val.</summary>
    internal double Judged => ValLoss ?? TrainLoss;
}
