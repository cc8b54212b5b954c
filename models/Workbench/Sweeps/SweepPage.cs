using System.Globalization;
using System.Text;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Inference;
using ILGpuAutoencoders.Models.Pages;
using ILGpuAutoencoders.Models.Reports;
using ILGpuAutoencoders.Models.Runs;

namespace ILGpuAutoencoders.Models.Workbench.Sweeps;

/// <summary>report.html of a sweep: the table, how PSNR follows the latent size, the curves, and the best run in detail.</summary>
internal static class SweepPage
{
    /// <summary>Writes it into the folder of the sweep.</summary>
    internal static void Write(
        SweepResult result, IReadOnlyList<SweepOutcome> outcomes, ITaskObserver? observer, CancellationToken cancellation)
    {
        var best = outcomes.MaxBy(outcome => outcome.Evaluation.Psnr)!;
        var page = new HtmlPage($"Sweep of {best.Training.Model}: {Path.GetFileName(Path.GetFullPath(result.Out))}");
        page.Paragraph(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Quantity.Of(outcomes.Count, "run")} on {RunSections.NameOf(best.Training.Data)} at {best.Training.Picture}."));
        page.Section("Results");
        page.Table(SweepReport.Headings(result), result.Rows.Select(SweepReport.Cells));
        page.Paragraph(SweepReport.Explanation);
        page.Chart(OverLatent(result.Rows), "On test: means over seeds, with a standard deviation each way.", "latent");
        page.Section("Runs");
        page.Table(
            ["run", "PSNR, dB", "SSIM", "PCA, dB", "latent", "loss", .. best.Options.Keys, "seed", "files"],
            outcomes.Select(outcome => Row(result.Out, outcome)));
        page.Section("Curves");
        page.Chart(
            Curves(outcomes, [.. ControlsOf(outcomes)]),
            "How close outputs come to the pictures of val, by what was swept: means over seeds, with a "
            + $"standard deviation each way, of {Math.Min(ChartSvg.Colours, result.Rows.Count)} of {result.Rows.Count}.", "psnr-val");
        Closely(page, best, observer, cancellation);
        page.Section("Configuration");
        page.Paragraph($"Of the best run; the runs differ only in {string.Join(", ", ["latent", "loss", .. best.Options.Keys])} and seed.");
        RunSections.Configuration(page, best.Training);
        byte[] file = Encoding.UTF8.GetBytes(page.ToString());
        AtomicFile.Write(Path.Combine(result.Out, RunFile.Report), file);
    }

    private static void Closely(HtmlPage page, SweepOutcome best, ITaskObserver? observer, CancellationToken cancellation)
    {
        page.Section($"The best run: {Path.GetFileName(best.Run)}");
        var (device, _) = DeviceCatalog.Open(best.Training.Device, best.Training.Threads, best.Training.Precision);
        using var open = device;
        using var run = TrainedRun.Open(best.Run, device);
        using var runner = new InferenceRunner(run.Model);
        var test = RunPictures.Open(run.Options, run.SplitJson, cancellation: cancellation).Get(
            DatasetSplit.Test, observer, cancellation);
        var findings = RunFindings.Of(run.Model, runner, test, run.Options, pca: null, cancellation);
        RunSections.Grids(page, best.Run);
        RunSections.Errors(page, findings);
        RunSections.Latents(page, findings, run.Options.Latent);
    }

    /// <summary>
    /// What the control of each latent size reaches on val; its first run stands for the others, which differ in loss and seed.
    /// </summary>
    private static IEnumerable<Level> ControlsOf(IReadOnlyList<SweepOutcome> outcomes)
    {
        foreach (var outcome in outcomes.DistinctBy(outcome => outcome.Training.Latent))
        {
            if (outcome.Evaluation.Pca is { } pca
                && RunCatalog.ControlOnVal(Path.Combine(outcome.Run, RunFile.Score)) is { } psnr)
            {
                yield return new Level(string.Create(CultureInfo.InvariantCulture, $"PCA-{pca.K}"), psnr);
            }
        }
    }

    private static Chart OverLatent(IReadOnlyList<SweepRow> rows)
    {
        // Latent sizes are tried by doubling.
        static double Across(SweepRow row) => Math.Log2(row.Latent);
        static ChartPoint[] Points(IEnumerable<SweepRow> rows, Func<SweepRow, Spread> value) =>
            [.. rows.Select(row => new ChartPoint(Across(row), value(row).Mean, value(row).Deviation)).Where(
                point => double.IsFinite(point.Y)).OrderBy(point => point.X)];
        var sizes = rows.DistinctBy(row => row.Latent).ToList();
        return Chart.OfLines("PSNR by latent size", "latent size", "dB", [
            .. rows.GroupBy(NameOf).Take(ChartSvg.Colours).Select(choice => new Line(choice.Key, Points(choice, row => row.Psnr))),
            new Line("PCA", Points(sizes, row => row.PcaPsnr), IsControl: true)]) with
        {
            Ticks = [.. sizes.Select(row => (Across(row), row.Latent.ToString(CultureInfo.InvariantCulture)))],
        };
    }

    private static string NameOf(SweepRow row) =>
        row.Loss + string.Concat(row.Options.Select(option => $", {option.Key} {option.Value}"));

    private static Cell[] Row(string sweep, SweepOutcome outcome)
    {
        string name = Path.GetFileName(outcome.Run);
        var (e, training) = (outcome.Evaluation, outcome.Training);
        bool hasReport = File.Exists(Path.Combine(sweep, name, RunFile.Report));
        static string Number(double? value, string format) => SweepReport.Text(new Spread(value ?? double.NaN, null), format);
        return
        [
            new(name, hasReport ? Html.PathTo(name, RunFile.Report) : null), new(Number(e.Psnr, "0.00")), new(Number(e.Ssim, "0.0000")),
            new(Number(outcome.PcaPsnr, "0.00")), new(training.Latent.ToString(CultureInfo.InvariantCulture)), new(training.Loss.Name),
            .. outcome.Options.Values.Select(value => new Cell(value)),
            new(training.Seed.ToString(CultureInfo.InvariantCulture)), new("folder", Html.PathTo(name, "")),
        ];
    }

    private static Chart Curves(IReadOnlyList<SweepOutcome> outcomes, IReadOnlyList<Level> controls) => Chart.OfCurves("PSNR on val", "dB",
        [.. outcomes.GroupBy(outcome => outcome.Choice).Take(ChartSvg.Colours).Select(
            row => CurveOf(row.Key, [.. row.Select(outcome => MetricsTable.Read(
                Path.Combine(outcome.Run, RunFile.Metrics), null))]))],
        controls);

    /// <summary>Means over runs, as long as all of them last: of some runs only, they would jump where the others end.</summary>
    private static Curve CurveOf(string name, IReadOnlyList<IReadOnlyList<EpochMetrics>> runs)
    {
        Spread?[] epochs = [.. Enumerable.Range(0, runs.Min(run => run.Count)).Select(
            i => runs.All(run => run[i].ValPsnr is not null) ? Spread.Of([.. runs.Select(run => run[i].ValPsnr!.Value)]) : null)];
        return new Curve(name, [.. epochs.Select(epoch => epoch?.Mean)], [.. epochs.Select(epoch => epoch?.Deviation)]);
    }
}
