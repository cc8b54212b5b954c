using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Cli.Rendering;

/// <summary>The line to show at each stage of training.</summary>
internal static class ProgressLines
{
    private const string Gap = "  ";

    internal static string Of(TrainingStart start) =>
        $"{start.Options.Model}: {Quantity.Of(start.Parameters, "parameter")}, {Quantity.Of(start.TrainImages, "picture")} in "
        + $"{Quantity.Of(start.StepsPerEpoch, "batch", "batches")}, " +
        $"{Text.Count(start.ValImages)} for validation; run {start.Run}";

    internal static string Of(TrainingResume resume) => resume.Step == 0
        ? $"{resume.Run} has no checkpoint yet and starts over{Changes(resume)}"
        : $"{resume.Run} resumes after step {Text.Count(resume.Step)}, at epoch {resume.Epoch}, batch {resume.Batch}{Changes(resume)}";

    internal static string OfDevice(string device, string reason) => $"device: {device}; {reason}";

    internal static string Of(in TrainingStep step) => string.Join(Gap, PartsOf(step));

    /// <summary>What a line about a step says, from left to right.</summary>
    internal static string[] PartsOf(in TrainingStep step) =>
    [
        $"epoch {step.Epoch}/{step.Epochs}", $"batch {step.Batch}/{step.Batches}", $"loss {Text.Loss(step.Loss)}",
        Text.Speed(step.ImagesPerSecond), $"{Text.Duration(step.Remaining)} left",
    ];

    /// <summary>Parts as a line of at most so many characters: the last is kept longest, then the first ones.</summary>
    internal static string Fit(IReadOnlyList<string> parts, int width)
    {
        var shown = parts.ToList();
        while (shown.Count > 1 && string.Join(Gap, shown).Length > width)
        {
            shown.RemoveAt(shown.Count - 2);
        }

        string line = string.Join(Gap, shown);
        return line.Length > width ? line[..Math.Max(0, width)] : line;
    }

    /// <param name="metrics">The row of the epoch.</param>
    /// <param name="epochs">Epochs in all.</param>
    /// <param name="isBest">Whether it is the best so far.</param>
    /// <param name="control">Components and PSNR of the control; null if it is not known.</param>
    internal static string Of(EpochMetrics metrics, int epochs, bool isBest, (int Components, double Psnr)? control = null) =>
        $"epoch {metrics.Epoch}/{epochs}  train loss {Text.Loss(metrics.TrainLoss)}  val loss {Text.Loss(metrics.ValLoss)}  " +
        $"PSNR {Text.Decibels(metrics.ValPsnr)}{Beside(metrics.ValPsnr, control)}  SSIM {Text.Ratio(metrics.ValSsim)}  "
        + $"{Text.Speed(metrics.ImagesPerSecond)}{(isBest ? "  best so far" : "")}";

    internal static string Of(TourPart part) =>
        $"{part.Title}: test MSE {Text.Loss(part.Evaluation.Mse)}, PSNR {Text.Decibels(part.Evaluation.Psnr)}, in "
        + $"{Text.Duration(TimeSpan.FromSeconds(part.Seconds))}";

    private static string Beside(double? psnr, (int Components, double Psnr)? control) =>
        psnr is { } model && control is var (components, linear) ? $", {Verdict.Beside(model, linear, $"PCA-{components}")}" : "";

    private static string Changes(TrainingResume resume) => string.Concat(resume.Changes.Select(change => $"; {change}"));
}
