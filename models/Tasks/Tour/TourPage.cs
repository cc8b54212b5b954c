using System.Globalization;
using ILGpuAutoencoders.Data;

namespace ILGpuAutoencoders.Models;

/// <summary>report.html of the tour: one story over its parts.</summary>
internal static class TourPage
{
    /// <summary>The text of the page.</summary>
    /// <param name="options">Of the first part.</param>
    /// <param name="stops">The parts that were finished.</param>
    /// <param name="rows">What the rows of the grid of reconstructions are, from the top.</param>
    /// <param name="images">The folder of the tour's images.</param>
    /// <param name="time">Of the whole.</param>
    /// <param name="device">What it computed on.</param>
    internal static string Html(
        TrainingOptions options, IReadOnlyList<(TourStop Stop, TourPart Part, IReadOnlyList<EpochMetrics> Epochs)> stops, IReadOnlyList<string> rows, string images, TimeSpan time, string device)
    {
        var page = new HtmlPage("Four parts of autoencoders");
        page.Paragraph(string.Create(CultureInfo.InvariantCulture,
            $"Pictures: {options.Data} at {options.ImageSize} x {options.ImageSize}, every one squeezed into {options.Latent} numbers and drawn again. Device: {device}. Time: {time.TotalSeconds:0} s."));
        page.Section("The story");
        foreach (var (stop, part, _) in stops)
        {
            page.Paragraph($"Part {part.Part}, {part.Title}. {stop.Look}{TourReport.NoiseNote(part)}");
        }

        page.Section("Results");
        page.Table(["part", "model", "parameters", "epochs", "MSE", "PSNR (dB)", "SSIM", "PCA (dB)"], stops.Select(stop => Row(stop.Part)));
        page.Paragraph("On test pictures, which no network has seen. PCA is the control: principal component analysis with as many numbers, the best that any linear method can do.");
        Show(page, Path.Combine(images, "reconstructions.png"), "Reconstructions", $"Rows from the top: {string.Join("; ", rows)}.");
        Show(page, Path.Combine(images, "denoising.png"), "Denoising", "Rows from the top: noisy, denoised, clean.");
        if (stops.Count > 0)
        {
            page.Section("How they learnt");
            page.Chart(Chart("PSNR on val", "dB", stops, e => e.ValPsnr), "Higher is closer to the pictures.");
            page.Chart(Chart("Mean squared error on val", "MSE", stops, e => e.ValMse), "Lower is closer to the pictures.");
        }

        return page.ToString();
    }

    private static string[] Row(TourPart part)
    {
        static string Number(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "-";
        var e = part.Evaluation;
        return [
            $"{part.Part}", part.Title, Number(part.Parameters, "N0"), $"{part.Epochs}", Number(e.Mse, "0.00000"), Number(e.Psnr, "0.00"), Number(e.Ssim, "0.000"), Number(e.Pca?.Psnr, "0.00")];
    }

    private static string Chart(
        string title, string unit, IReadOnlyList<(TourStop Stop, TourPart Part, IReadOnlyList<EpochMetrics> Epochs)> stops, Func<EpochMetrics, double?> value) =>
        CurvesPlot.Svg(title, unit, [.. stops.Select(stop => new Curve(stop.Stop.Name["part-1-".Length..], [.. stop.Epochs.Select(value)]))]);

    private static void Show(HtmlPage page, string file, string heading, string caption)
    {
        if (File.Exists(file) && PixelCodec.DecodeFile(file) is { IsGood: true } decoded)
        {
            page.Section(heading);
            page.Picture(decoded.Picture, caption);
        }
    }
}
