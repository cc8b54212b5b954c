using ILGpuAutoencoders.Models.Pages;
using ILGpuAutoencoders.Models.Uses.Compression;
using static System.FormattableString;

namespace ILGpuAutoencoders.Models.Workbench.Tours;

/// <summary>The tables of what trained models are good for, and what they say.</summary>
internal static class TourUseSections
{
    /// <summary>Denoising beside filters that know nothing of pictures.</summary>
    /// <param name="page">What is told to.</param>
    /// <param name="models">The tables.</param>
    /// <param name="noises">What each was trained on, in the same order.</param>
    internal static void Denoising(IReportPage page, IReadOnlyList<TourDenoiser> models, IReadOnlyList<string> noises)
    {
        static string Cell(DenoiseScore score) =>
            Invariant($"{score.Psnr:0.00}") + (score.Ssim is { } ssim ? Invariant($" / {ssim:0.000}") : "");
        page.Paragraph(
            string.Join("; ", models.Zip(noises, (model, noise) => $"{model.Model} was trained on noise of deviation {noise}"))
            + Invariant($". At several strengths, with filters that know nothing of pictures as controls (PSNR in dB / SSIM, mean of ")
            + Invariant($"{models[0].Levels[0].Images} pictures; each model sees noise of the kind that it was trained on):"));
        page.Table(
            ["noise", "no filter", .. models.Select(model => model.Model), .. DenoiseLevel.Filters.Select(filter => filter.Name)],
            models[0].Levels.Select(
                (level, i) => (string[])[Invariant($"{level.NoiseFactor:0.00}"), Cell(level.Input),
                    .. models.Select(model => Cell(model.Levels[i].Model)),
                    .. DenoiseLevel.Filters.Select(filter => Cell(filter.Of(level)))]));
        page.Paragraph(string.Join(' ', models.Select(model => Verdict.OfDenoising(model.Model, model.Levels))));
    }

    /// <summary>Every score and control.</summary>
    internal static void Anomalies(IReportPage page, AnomalyScoreResult result)
    {
        int normal = result.Pictures.Count(picture => picture.Label == false),
        flagged = result.Pictures.Count(picture => picture.Label == false && picture.IsAnomaly);
        int others = result.Pictures.Count - normal;
        page.Paragraph(
            "The model of part 2 has seen nothing but normal pictures. A threshold was set on val so that one normal picture in "
            + Invariant($"twenty exceeds it; then {normal} test pictures and {others} drawn pictures of anything else were scored: ")
            + Invariant($"of the first {flagged} were flagged, of the others {result.Flagged - flagged}. ")
            + $"{Verdict.OfAuroc(result.Auroc!.Value, normal, others)}.");
        string[] kinds = [.. result.Kinds!.Keys];
        page.Table(
            ["score", "AUROC", "AUPR", "F1", .. kinds],
            result.Scores!.Select(score => (string[])[
                score.Key + (score.Key == result.Score ? " (decides)"
                    : score.Key is AnomalyScores.MeanImage or AnomalyScores.Pca ? " (control)" : ""),
                Invariant($"{score.Value.Auroc:0.000}"), Invariant($"{score.Value.Aupr:0.000}"), Invariant($"{score.Value.F1:0.000}"),
                .. kinds.Select(kind => Invariant($"{result.Kinds[kind][score.Key]:0.000}"))]));
        page.Paragraph(
            "AUROC is the chance that an anomaly scores higher than a normal picture: 0.5 is guessing. The last columns are AUROC by "
            + Invariant($"kind. {100 * result.BaseRate:0}% of the pictures are anomalies, which is the AUPR of guessing."));
    }

    /// <summary>Rate and distortion, beside JPEG.</summary>
    internal static void Compression(IReportPage page, IReadOnlyList<RateRow> rows)
    {
        page.Paragraph(
            "The model of part 2 as a codec: its latent numbers, rounded and entropy-coded, are all that is kept of a picture. Real bytes, "
            + "with headers; JPEG and WebP beside it are the smallest files that are not smaller than ours, and in the last columns the "
            + "smallest that come as close.");
        page.Table(
            ["bits a number", "bytes", "bits/pixel", "PSNR (dB)", "JPEG bytes", "JPEG PSNR (dB)", "WebP bytes", "WebP PSNR (dB)",
                "JPEG as close, bytes", "WebP as close, bytes"],
            rows.Select(row => (string[])[
                Invariant($"{row.Bits}"), Invariant($"{row.Bytes:0.0}"), Invariant($"{row.BitsPerPixel:0.000}"),
                Invariant($"{row.Psnr:0.00}"),
                Invariant($"{row.JpegBytes:0.0}"), Invariant($"{row.JpegPsnr:0.00}"),
                Invariant($"{row.Webp.Bytes:0.0}"), Invariant($"{row.Webp.Psnr:0.00}"), Invariant($"{row.JpegBytesAtPsnr:0.0}"),
                Invariant($"{row.Webp.BytesAtPsnr:0.0}")]));
        page.Paragraph(string.Join(" ", RateFindings.Of(rows)));
        page.Chart(
            Chart.OfLines("Rate and distortion", "bytes a picture", "dB", [
                new("this codec", [.. rows.Select(row => new ChartPoint(row.Bytes, row.Psnr))]),
                new("JPEG", [.. rows.Select(row => new ChartPoint(row.JpegBytes, row.JpegPsnr)).Distinct()], IsControl: true),
                new("WebP", [.. rows.Select(row => new ChartPoint(row.Webp.Bytes, row.Webp.Psnr)).Distinct()], IsControl: true)]),
            "Fewer bytes are to the left, closer pictures above.", "rate");
    }
}
