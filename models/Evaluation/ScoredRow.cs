using ILGpuAutoencoders.Data;
using static System.FormattableString;

namespace ILGpuAutoencoders.Models.Evaluation;

/// <summary>Outputs as a row of a grid, with their PSNR: of each below it, and the mean of the row in its caption.</summary>
internal static class ScoredRow
{
    /// <summary>Scores outputs.</summary>
    /// <param name="what">What they are.</param>
    /// <param name="outputs">1 or more.</param>
    /// <param name="targets">What each should be.</param>
    internal static GridRow Of(string what, IReadOnlyList<Picture> outputs, IReadOnlyList<Picture> targets)
    {
        double[] scores = [.. outputs.Zip(targets, ImageMetrics.PsnrOf)];
        return new GridRow(Invariant($"{what}: mean {scores.Average():0.00} dB"), outputs, Array.ConvertAll(scores, Decibels));
    }

    /// <summary>The row of the control.</summary>
    /// <param name="components">Number of principal components.</param>
    /// <param name="outputs">What they make of the same inputs.</param>
    /// <param name="targets">What each should be.</param>
    internal static GridRow OfControl(int components, IReadOnlyList<Picture> outputs, IReadOnlyList<Picture> targets) =>
        Of($"PCA-{components}, the control", outputs, targets);

    /// <summary>A PSNR as a note.</summary>
    internal static string Decibels(double psnr) => Invariant($"{psnr:0.00} dB");
}
