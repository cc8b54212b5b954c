using System.Globalization;
using System.Text;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Evaluation;
using ILGpuAutoencoders.Models.Pages;
using ILGpuAutoencoders.Models.Reports;

namespace ILGpuAutoencoders.Models.Workbench.Comparisons;

/// <summary>The page of a comparison: metrics, options that differ, curves, and the same pictures through every run.</summary>
internal static class ComparisonPage
{
    internal static void Write(string path, CompareResult result, IReadOnlyList<MeasuredRun> runs, DatasetSplit split)
    {
        string[] names = NamesOf(runs);
        string part = split.ToString().ToLowerInvariant();
        var page = new HtmlPage($"Comparison of {Quantity.Of(runs.Count, "run")}");
        page.Section("Results");
        page.Table(
            ["run", "model", "parameters", "images", "MSE", "MAE", "PSNR, dB", "SSIM", "PCA, dB"],
            runs.Select((run, i) => Cells(names[i], run.Row)));
        page.Paragraph(
            result.SamePictures
                ? $"On {part}: the same pictures for all."
                : $"On {part} of each run's own pictures, which are not the same: differences between runs may be those of the pictures.");
        foreach (var run in result.Runs.Where(run => run.Problem is not null))
        {
            page.Paragraph($"{NameOf(run.Run)} is left out: {run.Problem}");
        }

        page.Section("Options that differ");
        if (result.Options.Count == 0)
        {
            page.Paragraph("None.");
        }
        else
        {
            page.Table(
                ["option", .. names],
                result.Options.Select(option => (string[])[option.Key, .. option.Value.Select(value => Shown(option.Key, value))]));
        }

        if (runs.Any(run => run.Epochs.Any(epoch => epoch.ValPsnr is not null)))
        {
            page.Section("Curves");
            page.Chart(
                Chart.OfCurves(
                    "PSNR on val", "dB",
                    [.. runs.Take(ChartSvg.Colours).Select(
                        (run, i) => new Curve(names[i], [.. run.Epochs.Select(epoch => epoch.ValPsnr)]))]),
                $"How close outputs come to the pictures of val: {Math.Min(ChartSvg.Colours, runs.Count)} of {runs.Count} runs.",
                "psnr-val");
        }

        page.Section("Side by side");
        foreach (var (grid, caption) in Grids(result.SamePictures, names, runs))
        {
            page.Picture(grid, caption, "grid");
        }

        AtomicFile.Write(path, Encoding.UTF8.GetBytes(page.ToString()));
    }

    private static IEnumerable<(Picture Grid, string Caption)> Grids(bool isSame, string[] names, IReadOnlyList<MeasuredRun> runs)
    {
        GridRow Outputs(int i) => ScoredRow.Of(names[i], runs[i].Outputs, runs[i].Originals);
        if (isSame)
        {
            yield return (
                ImageGrid.Compose([new GridRow("pictures", runs[0].Originals), .. runs.Select((_, i) => Outputs(i))]),
                "The same pictures through every run, with the PSNR of each.");
            yield break;
        }

        for (int i = 0; i < runs.Count; i++)
        {
            yield return (ImageGrid.Compose([new GridRow("pictures", runs[i].Originals), Outputs(i)]), names[i]);
        }
    }

    private static string[] Cells(string name, ComparedRun run)
    {
        var evaluation = run.Evaluation!;
        static string Number(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "-";
        return
        [
            name, run.Model!, Number(run.Parameters, "N0"), Number(evaluation.Images, "N0"), Number(evaluation.Mse, "0.000000"),
            Number(evaluation.Mae, "0.00000"), Number(evaluation.Psnr, "0.00"), Number(evaluation.Ssim, "0.0000"),
            Number(evaluation.Pca?.Psnr, "0.00"),
        ];
    }

    /// <summary>The folders' names, with a number where two are the same; a page does not tell where its author keeps them.</summary>
    private static string[] NamesOf(IReadOnlyList<MeasuredRun> runs)
    {
        string[] names = [.. runs.Select(run => NameOf(run.Row.Run))];
        return [.. names.Select((name, i) => names.Count(other => other == name) == 1 ? name : $"{name} ({i + 1})")];
    }

    private static string NameOf(string run) => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(run)));

    private static string Shown(string key, string? value) =>
        value is null ? "-" : key is "data" or "init" ? RunSections.NameOf(value) : value;
}
