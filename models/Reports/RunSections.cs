using System.Globalization;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models.Basics;
using ILGpuAutoencoders.Models.Evaluation;
using ILGpuAutoencoders.Models.Pages;
using ILGpuAutoencoders.Models.Runs;

namespace ILGpuAutoencoders.Models.Reports;

/// <summary>The sections of a report on a run, for its own page and for those of the tour and of a sweep.</summary>
internal static class RunSections
{
    private const int MostGrids = 4;

    // The properties of environment.json, and what people call them.
    private static readonly (string Key, string Name)[] s_environment =
    [
        ("device", "device"), ("device_reason", "why that one"), ("processors", "logical processors"), ("architecture", "architecture"),
        ("system", "system"), ("runtime", "runtime"), ("version", "version of ilgpu-ae"), ("started", "started"),
    ];

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

    /// <summary>Loss, PSNR and SSIM over the epochs, and what the control reaches on val.</summary>
    /// <param name="page">What is written to.</param>
    /// <param name="epochs">The rows of metrics.csv.</param>
    /// <param name="loss">What was minimised.</param>
    /// <param name="control">The control's name and its metrics on val; null without one.</param>
    internal static void Curves(
        IReportPage page, IReadOnlyList<EpochMetrics> epochs, Loss loss, (string Name, PictureScore OnVal)? control)
    {
        Level[] Control(Func<PictureScore, double?> value) =>
            control is { } given && value(given.OnVal) is { } level ? [new Level(given.Name, level)] : [];
        if (epochs.Count > 0)
        {
            page.Chart(
                TrainingCharts.Loss(epochs, Control(mean => loss.Of(mean))),
                "What was minimised, on train and on val" + (control is null ? "." : "; of the control the loss of its reconstructions."),
                "loss");
        }

        if (epochs.Any(e => e.ValPsnr is not null))
        {
            page.Chart(
                TrainingCharts.Psnr(epochs, Control(mean => mean.Psnr)), "How close outputs come to the pictures of val: higher is closer.",
                "psnr-val");
        }

        if (epochs.Any(e => e.ValSsim is not null))
        {
            page.Chart(
                TrainingCharts.Ssim(epochs, Control(mean => mean.Ssim)),
                "How alike the structures of outputs and pictures of val are: 1 for equal pictures.", "ssim-val");
        }
    }

    /// <summary>Sample grids of some epochs, the first and the last among them.</summary>
    internal static void Grids(IReportPage page, string run)
    {
        string folder = Path.Combine(run, RunFile.Images);
        string[] files = Directory.Exists(folder) ? [.. Directory.GetFiles(folder, "epoch-*.png").Order(StringComparer.Ordinal)] : [];
        if (files.Length == 0)
        {
            return;
        }

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
        page.Chart(Chart.OfHistogram("Mean squared error by picture", "MSE", Array.ConvertAll(findings.Scores, score => score.Mse)),
            $"Over {Quantity.Of(findings.Scores.Length, "picture")}.", "errors");
        page.Picture(findings.Best, "Best first: the pictures with the lowest errors.", "best");
        page.Picture(findings.Worst, "Worst first: those with the highest.", "worst");
    }

    /// <summary>Where latent vectors lie.</summary>
    internal static void Latents(IReportPage page, RunFindings findings, int latent)
    {
        if (findings.Plane is { } plane)
        {
            page.Chart(
                Chart.OfDots("Latent vectors", plane.Dots),
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Quantity.Of(plane.Dots.Count, "picture")} in the plane of the two principal components of their {latent} numbers, "
                    + $"which holds {100 * plane.Share:0}% of the variance: similar pictures lie near each other."),
                "latents");
        }
    }

    /// <summary>The layers of a model, first to last.</summary>
    internal static void Network(IReportPage page, ModelSummary network)
    {
        static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
        page.Table(
            ["name", "type", "output shape", "parameters", "FLOPs"],
            [.. network.Layers.Select(layer => (string[])[
                layer.Name, layer.Kind, layer.OutputShape.ToString(), Count(layer.Parameters), Count(layer.Flops)]),
                ["all", "", "", Count(network.Parameters), Count(network.FlopsPerImage)]]);
        page.Paragraph("FLOPs are those of one picture, forward; shapes are height x width x channels.");
    }

    /// <summary>What a run was trained on, and how long that took; what is not known is left out.</summary>
    /// <param name="page">What is written to.</param>
    /// <param name="run">The run folder.</param>
    /// <param name="epochs">The rows of metrics.csv.</param>
    internal static void Machine(IReportPage page, string run, IReadOnlyList<EpochMetrics> epochs)
    {
        static string Duration(double seconds) => seconds switch
        {
            < 120 => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s"),
            < 7200 => string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:0.0} min"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:0.0} h"),
        };
        var environment = EnvironmentReport.Read(Path.Combine(run, RunFile.Environment));
        List<string[]> rows =
            [.. s_environment.Where(known => environment.ContainsKey(known.Key)).Select(known => (string[])[
                known.Name, environment[known.Key]])];
        if (epochs is [.., var last] && double.IsFinite(last.Seconds))
        {
            rows.Add(["training and validation", $"{Duration(last.Seconds)} for {Quantity.Of(last.Epoch, "epoch")}"]);
        }

        double[] speeds = [.. epochs.Select(epoch => epoch.ImagesPerSecond).Where(double.IsFinite)];
        if (speeds.Length > 0)
        {
            rows.Add(["images/s", string.Create(CultureInfo.InvariantCulture, $"{speeds.Average():N0} in training, mean over epochs")]);
        }

        if (rows.Count > 0)
        {
            page.Table(["what", "value"], rows);
        }
        else
        {
            page.Paragraph("The run does not say.");
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
            select new[] { option.Key, option.Key is "data" or "init" ? NameOf(text) : OptionProblem.Brief(text) });

    // Files are named epoch-0007 so that they sort.
    private static string EpochOf(string name) => $"Epoch {name[(name.LastIndexOf('-') + 1)..].TrimStart('0')}";
}
