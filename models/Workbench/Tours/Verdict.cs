using static System.FormattableString;

namespace ILGpuAutoencoders.Models;

/// <summary>
/// The one place that turns results into sentences. What it says follows from the numbers it is given, whatever they are: nothing that it
/// says was known before.
/// </summary>
public static class Verdict
{
    /// <summary>Below this an AUROC says more about which pictures were drawn than about the scores.</summary>
    public const int FewestOfASide = 30;

    // What a person cannot see, and seeds differ by.
    private const double SameDecibels = 0.05;

    private const double SigmasOf95 = 1.96;

    /// <summary>How a PSNR stands to another: "1.10 dB ahead of PCA-64", "level with PCA-64", "0.30 dB behind PCA-64".</summary>
    /// <param name="psnr">The PSNR in dB.</param>
    /// <param name="other">The one it is compared with, in dB.</param>
    /// <param name="name">What that is of.</param>
    public static string Beside(double psnr, double other, string name) => Difference(psnr, other) switch
    {
        0 => $"level with {name}",
        1 => Invariant($"{psnr - other:0.00} dB ahead of {name}"),
        _ => Invariant($"{other - psnr:0.00} dB behind {name}"),
    };

    /// <summary>A PSNR beside the linear control of as many numbers, and what to do if it is behind.</summary>
    /// <param name="psnr">Of the model, in dB.</param>
    /// <param name="components">The number of principal components; null if there is no control.</param>
    /// <param name="control">Of the control, in dB.</param>
    public static string OfControl(double psnr, int? components, double? control) =>
        components is not { } count || control is not { } linear
            ? Invariant($"{psnr:0.00} dB")
            : Invariant($"{psnr:0.00} dB, {Beside(psnr, linear, $"PCA-{count}")}")
                + (Difference(psnr, linear) < 0 ? ": train longer or on more pictures" : "");

    /// <summary>At which strengths of noise a model is ahead of every filter and of doing nothing.</summary>
    /// <param name="name">Which model.</param>
    /// <param name="levels">What was measured at each strength.</param>
    public static string OfDenoising(string name, IReadOnlyList<DenoiseLevel> levels)
    {
        ArgumentNullException.ThrowIfNull(levels);
        string ahead = At(levels, level => level.Model.Psnr > level.ControlPsnr),
        behind = At(levels, level => level.Model.Psnr <= level.ControlPsnr);
        return (ahead.Length, behind.Length) switch
        {
            ( > 0, 0) => $"By PSNR {name} is ahead of every filter and of doing nothing at every strength measured.",
            (0, _) => $"By PSNR {name} is at no strength ahead of every filter and of doing nothing.",
            _ => $"By PSNR {name} is ahead of every filter and of doing nothing at {ahead}, and behind the best of them at {behind}.",
        };
    }

    /// <summary>
    /// An area under the ROC curve with its interval of 95% (Hanley and McNeil, 1982), or that there are too few pictures.
    /// </summary>
    /// <param name="auroc">The area.</param>
    /// <param name="normal">Normal pictures.</param>
    /// <param name="anomalies">Anomalies.</param>
    public static string OfAuroc(double auroc, int normal, int anomalies)
    {
        if (Math.Min(normal, anomalies) < FewestOfASide)
        {
            return $"{normal} normal pictures and {anomalies} others are too few to state an AUROC: it takes {FewestOfASide} of each";
        }

        double both = auroc / (2 - auroc), twice = 2 * auroc * auroc / (1 + auroc);
        double variance =
            ((auroc * (1 - auroc)) + ((anomalies - 1) * (both - (auroc * auroc))) + ((normal - 1) * (twice - (auroc * auroc))))
            / ((double)normal * anomalies);
        double half = SigmasOf95 * Math.Sqrt(Math.Max(0, variance));
        return Invariant($"AUROC {auroc:0.000} ({Math.Max(0, auroc - half):0.000} to {Math.Min(1, auroc + half):0.000})");
    }

    /// <summary>What a codec comes to beside JPEG and WebP.</summary>
    /// <param name="row">At one precision of its numbers.</param>
    public static string OfCompression(RateRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return Invariant($"{row.Bytes:0} bytes a picture at {row.Psnr:0.00} dB; to come as close JPEG takes {row.JpegBytesAtPsnr:0}, WebP ")
            + Invariant($"{row.Webp.BytesAtPsnr:0}");
    }

    /// <summary>What a tour comes to, a sentence a line.</summary>
    /// <param name="result">The tour, or as much of it as was done.</param>
    public static IEnumerable<string> OfTour(TourResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        foreach (var part in result.Parts.Where(part => part.Evaluation.PsnrInput is null))
        {
            yield return $"Part {part.Part}, {part.Title}: "
                + $"{OfControl(part.Evaluation.Psnr, part.Evaluation.Pca?.K, part.Evaluation.Pca?.Psnr)}.";
        }

        foreach (var denoiser in result.Uses.Denoising)
        {
            yield return OfDenoising(denoiser.Model, denoiser.Levels);
        }

        if (result.Uses.Anomaly is { } anomaly)
        {
            int normal = anomaly.Pictures.Count(picture => picture.Label == false);
            yield return $"Anomalies: {OfAuroc(anomaly.Auroc!.Value, normal, anomaly.Pictures.Count - normal)}.";
        }

        if (result.Uses.Compression.FirstOrDefault(row => row.Bits == Compressor.DefaultBits) is { } row)
        {
            yield return $"Compression: {OfCompression(row)}.";
        }
    }

    /// <summary>1 if the first is ahead by more than what cannot be seen, -1 if it is behind, else 0.</summary>
    private static int Difference(double psnr, double other) => Math.Abs(psnr - other) < SameDecibels ? 0 : Math.Sign(psnr - other);

    private static string At(IReadOnlyList<DenoiseLevel> levels, Func<DenoiseLevel, bool> where) =>
        string.Join(", ", levels.Where(where).Select(level => Invariant($"{level.NoiseFactor:0.00}")));
}
