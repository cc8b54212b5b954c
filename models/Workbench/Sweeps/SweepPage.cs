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
    private const int MostCurves = 12;

    /// <summary>Writes it into the folder of the sweep.</summary>
    internal static void Write(
        SweepResult result, IReadOnlyList<SweepOutcome> outcomes, ITaskObserver? observer, CancellationToken cancellation)
    {
        var best = outcomes.MaxBy(outcome => outcome.Evaluation.Psnr)!;
        var page = new HtmlPage($"Sweep of {best.Training.Model}: {Path.GetFileName(Path.GetFullPath(result.Out))}");
        page.Paragraph(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{outcomes.Count} runs on {best.Training.Data} at {best.Training.ImageSize} x {best.Training.ImageSize}; each has its own "
                + $"report.html in its folder."));
        page.Section("Results");
        page.Table(SweepReport.Headings, result.Rows.Select(SweepReport.Cells));
        page.Paragraph(SweepReport.Explanation);
        if (result.Rows.Select(row => row.Latent).Distinct().Count() > 1)
        {
            page.Chart(OverLatent(result.Rows), "Mean over seeds, on test.", "latent");
        }

        page.Section("Curves");
        var shown = outcomes.Count <= MostCurves ? outcomes
            : outcomes.DistinctBy(outcome => (outcome.Training.Latent, outcome.Training.Loss)).Take(MostCurves);
        page.Chart(Chart.OfCurves("PSNR on val", "dB", [.. shown.Select(CurveOf)]),
            "How close outputs come to the pictures of val, by run.", "psnr-val");
        Closely(page, best, observer, cancellation);
        page.Section("Configuration");
        page.Paragraph("Of the best run; the runs differ only in latent size, loss and seed.");
        RunSections.Configuration(page, best.Training);
        byte[] file = Encoding.UTF8.GetBytes(page.ToString());
        AtomicFile.Write(Path.Combine(result.Out, RunFile.Report), file);
    }

    private static void Closely(HtmlPage page, SweepOutcome best, ITaskObserver? observer, CancellationToken cancellation)
    {
        page.Section($"The best run: {Path.GetFileName(best.Run)}");
        var (device, _) = DeviceCatalog.Open(best.Training.Device, best.Training.Threads, best.Training.Precision);
        using (device)
        {
            using var run = TrainedRun.Open(best.Run, device);
            using var runner = new InferenceRunner(run.Model);
            var test = RunPictures.Open(run.Options, run.SplitJson, cancellation: cancellation).Get(
                DatasetSplit.Test, observer, cancellation);
            var findings = RunFindings.Of(run.Model, runner, test, run.Options, pca: null, cancellation);
            RunSections.Grids(page, best.Run, findings.IsCorrupted);
            RunSections.Errors(page, findings);
            RunSections.Latents(page, findings, run.Options.Latent);
        }
    }

    private static Chart OverLatent(IReadOnlyList<SweepRow> rows)
    {
        static (double, double)[] Points(IEnumerable<SweepRow> rows, Func<SweepRow, double> value) =>
            [.. rows.Select(row => (X: (double)row.Latent, Y: value(row))).Where(point => double.IsFinite(point.Y)).OrderBy(
                point => point.X)];
        var lines = rows.GroupBy(row => row.Loss).Select(loss => new Line(loss.Key, Points(loss, row => row.Psnr.Mean))).ToList();
        lines.Add(new Line("PCA", Points(rows.DistinctBy(row => row.Latent), row => row.PcaPsnr.Mean)));
        return Chart.OfLines("PSNR by latent size", "latent size", "dB", lines);
    }

    private static Curve CurveOf(SweepOutcome outcome) => new(
        Sweep.LabelOf(outcome.Training),
        [.. MetricsTable.Read(Path.Combine(outcome.Run, RunFile.Metrics), null).Select(epoch => epoch.ValPsnr)]);
}
