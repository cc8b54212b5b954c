using System.Globalization;
using ILGpuAutoencoders.Models.Pages;

namespace ILGpuAutoencoders.Models.Workbench.Tours;

/// <summary>The tables of what trained models are good for, and what they say.</summary>
internal static class TourUseSections
{
    private static readonly (string Name, Func<DenoiseLevel, DenoiseScore> Of)[] s_filters =
        [("median 3x3", level => level.Median3), ("mean 3x3", level => level.Mean3), ("mean 5x5", level => level.Mean5)];

    /// <summary>Denoising beside filters that know nothing of pictures.</summary>
    /// <param name="page">What is told to.</param>
    /// <param name="levels">The table.</param>
    /// <param name="trained">The strength that the model was trained at.</param>
    internal static void Denoising(IReportPage page, IReadOnlyList<DenoiseLevel> levels, float trained)
    {
        static string Cell(DenoiseScore score) => Text($"{score.Psnr:0.00}") + (score.Ssim is { } ssim ? Text($" / {ssim:0.000}") : "");
        page.Paragraph(
            Text($"It was trained at a deviation of {trained:0.##}. At others, with filters that know nothing of pictures as controls ")
            + Text($"(PSNR in dB / SSIM, mean of {levels[0].Images} pictures):"));
        page.Table(
            ["noise", "no filter", "model", .. s_filters.Select(filter => filter.Name)],
            levels.Select(
                level => (string[])[Text($"{level.NoiseFactor:0.00}"), Cell(level.Input), Cell(level.Model),
                    .. s_filters.Select(filter => Cell(filter.Of(level)))]));
        string At(bool isAhead) =>
            string.Join(", ", levels.Where(level => IsAhead(level) == isAhead).Select(level => Text($"{level.NoiseFactor:0.00}")));
        string ahead = At(true), behind = At(false);
        page.Paragraph(
            (ahead.Length > 0 ? $"By PSNR the model is ahead of all filters and of doing nothing at {ahead}"
                : "By PSNR the model is nowhere ahead of all filters and of doing nothing")
            + (behind.Length > 0 && ahead.Length > 0 ? $", but not at {behind}" : "")
            + ": what it draws passes through a short latent vector, so it never gets closer than it would to a clean picture.");
    }

    /// <summary>Every score and control.</summary>
    internal static void Anomalies(IReportPage page, AnomalyScoreResult result)
    {
        int normal = result.Pictures.Count(picture => picture.Label == false),
        flagged = result.Pictures.Count(picture => picture.Label == false && picture.IsAnomaly);
        int others = result.Pictures.Count - normal;
        page.Paragraph(
            "The model of part 2 has seen nothing but normal pictures. A threshold was set on val so that one normal picture in "
            + Text($"twenty exceeds it; then {normal} test pictures and {others} drawn pictures of anything else were scored: ")
            + Text($"of the first {flagged} were flagged, of the others {result.Flagged - flagged}."));
        string[] kinds = [.. result.Kinds!.Keys];
        page.Table(
            ["score", "AUROC", "AUPR", "F1", .. kinds],
            result.Scores!.Select(score => (string[])[
                score.Key + (score.Key == result.Score ? " (decides)"
                    : score.Key is AnomalyScores.MeanImage or AnomalyScores.Pca ? " (control)" : ""),
                Text($"{score.Value.Auroc:0.000}"), Text($"{score.Value.Aupr:0.000}"), Text($"{score.Value.F1:0.000}"),
                .. kinds.Select(kind => Text($"{result.Kinds[kind][score.Key]:0.000}"))]));
        page.Paragraph(
            "AUROC is the chance that an anomaly scores higher than a normal picture: 0.5 is guessing. The last columns are AUROC by "
            + Text($"kind. {100 * result.BaseRate:0}% of the pictures are anomalies, which is the AUPR of guessing."));
    }

    /// <summary>Rate and distortion, beside JPEG.</summary>
    internal static void Compression(IReportPage page, IReadOnlyList<RateRow> rows)
    {
        page.Paragraph(
            "The model of part 2 as a codec: its latent numbers, rounded and entropy-coded, are all that is kept of a picture. Real bytes, "
            + "with headers; JPEG beside it is the smallest file that is not smaller than ours, and in the last column the smallest that "
            + "comes as close.");
        page.Table(
            ["bits a number", "bytes", "bits/pixel", "PSNR (dB)", "JPEG bytes", "JPEG PSNR (dB)", "JPEG as close, bytes"],
            rows.Select(row => (string[])[
                Text($"{row.Bits}"), Text($"{row.Bytes:0.0}"), Text($"{row.BitsPerPixel:0.000}"), Text($"{row.Psnr:0.00}"),
                Text($"{row.JpegBytes:0.0}"), Text($"{row.JpegPsnr:0.00}"), Text($"{row.JpegBytesAtPsnr:0.0}")]));
        var larger = rows.Where(row => row.JpegLarger == row.Images).ToList();
        page.Paragraph(larger.Count == rows.Count
            ? "JPEG cannot make a file as small as any of these: its headers alone are longer. So the two are not at equal bytes; what "
                + "JPEG needs to come as close is the fair comparison."
            : Text($"JPEG cannot make files as small as those of {larger.Count} of the {rows.Count} rows: its headers alone are longer. ")
                + "There the two are not at equal bytes.");
        page.Chart(
            Chart.OfLines("Rate and distortion", "bytes a picture", "dB", [
                new("this codec", [.. rows.Select(row => (row.Bytes, row.Psnr))]),
                new("JPEG", [.. rows.Select(row => (row.JpegBytes, row.JpegPsnr)).Distinct()])]),
            "Fewer bytes are to the left, closer pictures above.", "rate");
    }

    private static bool IsAhead(DenoiseLevel level) =>
        level.Model.Psnr > level.Input.Psnr && s_filters.All(filter => level.Model.Psnr > filter.Of(level).Psnr);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
