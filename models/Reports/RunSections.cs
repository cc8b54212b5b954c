using System.Globalization;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models.Evaluation;
using ILGpuAutoencoders.Models.Pages;
using ILGpuAutoencoders.Models.Runs;

namespace ILGpuAutoencoders.Models.Reports;

/// <summary>The sections of a report on a run, for its own page and for those of the tour and of a sweep.</summary>
internal static class RunSections
{
    private const int MostGrids = 4;

    /// <summary>The table of the model and its controls.</summary>
    internal static void Results(IReportPage page, RunFindings findings)
    {
        static string Number(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "-";
        static string[] Row(string what, ImageMetrics m) =>
            [what, Number(m.Mse, "0.000000"), Number(m.Mae, "0.00000"), Number(m.Psnr, "0.00"), Number(m.Ssim, "0.0000")];
        List<string[]> rows = [Row(findings.IsCorrupted ? "output" : "reconstruction", findings.Output)];
        if (findings.Input is { } input)
        {
            rows.Add(Row("noisy input", input));
        }

        if (findings.Pca is { } pca)
        {
            rows.Add(Row($"PCA-{findings.PcaCount}", pca));
        }

        page.Table(["", "MSE", "MAE", "PSNR (dB)", "SSIM"], rows);
    }

    /// <summary>Loss and PSNR over the epochs.</summary>
    internal static void Curves(IReportPage page, string run, ITaskObserver? observer)
    {
        var epochs = MetricsTable.Read(Path.Combine(run, RunFile.Metrics), observer);
        if (epochs.Count > 0)
        {
            page.Chart(TrainingCharts.Loss(epochs), "What was minimised, on train and on val.", "loss");
        }

        if (epochs.Any(e => e.ValPsnr is not null))
        {
            page.Chart(TrainingCharts.Psnr(epochs), "How close outputs come to the pictures of val.", "psnr-val");
        }
    }

    /// <summary>Sample grids of some epochs, the first and the last among them.</summary>
    internal static void Grids(IReportPage page, string run, bool isCorrupted)
    {
        string folder = Path.Combine(run, RunFile.Images);
        string[] files = Directory.Exists(folder) ? [.. Directory.GetFiles(folder, "epoch-*.png").Order(StringComparer.Ordinal)] : [];
        if (files.Length == 0)
        {
            return;
        }

        page.Paragraph(
            isCorrupted
                ? "Rows from the top: noisy inputs, outputs, clean pictures."
                : "Rows from the top: pictures, reconstructions.");
        int count = Math.Min(MostGrids, files.Length);
        foreach (string file in Enumerable.Range(0, count).Select(i => files[count == 1 ? 0 : i * (files.Length - 1) / (count - 1)]))
        {
            if (PixelCodec.DecodeFile(file) is { IsGood: true } decoded)
            {
                string name = Path.GetFileNameWithoutExtension(file);
                page.Picture(decoded.Picture, EpochOf(name), name);
            }
        }
    }

    /// <summary>How errors are spread over pictures, and the extremes.</summary>
    internal static void Errors(IReportPage page, RunFindings findings)
    {
        string rows = findings.IsCorrupted ? "Noisy, output, clean" : "Picture over reconstruction";
        page.Chart(Chart.OfHistogram("Mean squared error by picture", "MSE", Array.ConvertAll(findings.Scores, score => score.Mse)),
            $"Over {findings.Scores.Length} pictures.", "errors");
        page.Picture(findings.Best, $"Best first: the pictures with the lowest errors. {rows}.", "best");
        page.Picture(findings.Worst, $"Worst first: those with the highest. {rows}.", "worst");
    }

    /// <summary>Where latent vectors lie.</summary>
    internal static void Latents(IReportPage page, RunFindings findings, int latent)
    {
        if (findings.Plane is { } plane)
        {
            page.Chart(
                Chart.OfPoints("Latent vectors", plane.Points),
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{plane.Points.Count} pictures in the plane of the two principal components of their {latent} numbers, which holds "
                    + $"{100 * plane.Share:0}% of the variance."),
                "latents");
        }
    }

    /// <summary>The data without where it lies: a page that is made to be shown does not tell the folders of its author.</summary>
    internal static string NameOf(string data) => Path.GetFileName(Path.TrimEndingDirectorySeparator(data));

    /// <summary>Every option that has a value.</summary>
    internal static void Configuration(IReportPage page, TrainingOptions options) =>
        page.Table(
            ["key", "value"],
            from option in TrainingOptions.Table.Options
            let text = option.Format(options) ?? ""
            where text.Length > 0
            select new[] { option.Key, option.Key is "data" or "init" ? NameOf(text) : text });

    // Files are named epoch-0007 so that they sort.
    private static string EpochOf(string name) => $"Epoch {name[(name.LastIndexOf('-') + 1)..].TrimStart('0')}";
}
