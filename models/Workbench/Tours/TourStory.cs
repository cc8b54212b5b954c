using System.Globalization;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models.Evaluation;
using ILGpuAutoencoders.Models.Options;
using ILGpuAutoencoders.Models.Pages;
using ILGpuAutoencoders.Models.Reports;
using static System.FormattableString;

namespace ILGpuAutoencoders.Models.Workbench.Tours;

/// <summary>The tour as a story, in the order in which things were done.</summary>
internal sealed class TourStory(TourReport report, TimeSpan time, string device)
{
    private static readonly string[] s_partTitles = ["the simplest autoencoders", "convolutions", "denoising", "every improvement"];

    /// <summary>Tells it.</summary>
    internal void Tell(IReportPage page)
    {
        var options = report.Options;
        page.Paragraph(string.Create(CultureInfo.InvariantCulture,
            $"Pictures: {options.Data} at {options.Picture}, every one squeezed into {options.Latent} numbers and "
            + $"drawn again. What is measured is of test pictures, which no network has seen; what is shown epoch by epoch is of val, "
            + $"which only chose the epoch that is kept. Device: {device}. Time: {time.TotalSeconds:0} s."));
        if (report.Visits.Count > 0)
        {
            Show(page, Overview(), "overview");
        }

        foreach (var part in report.Visits.GroupBy(visit => visit.Part.Part))
        {
            page.Section($"Part {part.Key}: {s_partTitles[part.Key - 1]}");
            Part(page, part.Key, [.. part]);
        }

        if (report.Visits.Count > 0)
        {
            page.Section("All parts side by side");
            Comparison(page);
        }

        if (report.Anomalies is { } anomalies)
        {
            page.Section("Anomalies: what is no such picture");
            TourUseSections.Anomalies(page, anomalies.Result);
            Show(page, anomalies.Shown, "anomalies");
        }

        if (report.Compression is { } compression)
        {
            page.Section("Compression: a picture in a few bytes");
            TourUseSections.Compression(page, compression.Result);
            Show(page, compression.Shown, "compression");
        }

        if (report.Visits.Count > 0)
        {
            page.Section("Configuration");
            Configuration(page);
        }
    }

    private void Part(IReportPage page, int number, IReadOnlyList<TourVisit> visits)
    {
        foreach (var (stop, part) in visits.Select(visit => (visit.Stop, visit.Part)))
        {
            var e = part.Evaluation;
            string found = e.PsnrInput is { } input
                ? Invariant($"The noisy pictures have {input:0.00} dB, the denoised ones {e.Psnr:0.00} dB.")
                : $"It reaches {Verdict.OfControl(e.Psnr, e.Pca?.K, e.Pca?.Psnr)}.";
            page.Paragraph(
                Invariant(
                    $"{Capital(part.Title)}: {stop.What} {found} It has {part.Parameters:N0} parameters and took {part.Seconds:0.0} s."));
        }

        if (visits[0].Inputs is null)
        {
            Show(page, [Pictures, .. visits.Select(Outputs), .. Linear(visits[0])], $"part-{number}");
        }
        else
        {
            Show(page, [.. visits.SelectMany(visit => (GridRow[])[Noisy(visit), .. Linear(visit), Outputs(visit)]), Pictures], "denoising");
        }

        if (visits[0].Findings is { } findings)
        {
            page.Paragraph("How it learnt to draw, epoch by epoch, on pictures of val:");
            RunSections.Grids(page, visits[0].Part.Run);
            page.Paragraph("Not every picture is equally hard:");
            RunSections.Errors(page, findings);
            RunSections.Latents(page, findings, report.Options.Latent);
        }

        if (number == TourPlan.DenoisingPart && report.Denoising.Count > 0)
        {
            TourUseSections.Denoising(page, report.Denoising, [.. visits.Select(visit => $"{visit.Stop.Options.NoiseFactor}")]);
        }
    }

    private void Comparison(IReportPage page)
    {
        page.Table(
            ["part", "model", "parameters", "epochs", "MSE", "PSNR (dB)", "SSIM", "PCA (dB)", "images/s", "seconds"],
            report.Parts.Select(part =>
            {
                var e = part.Evaluation;
                return new[]
                {
                    Invariant($"{part.Part}"), part.Title, Invariant($"{part.Parameters:N0}"), Invariant($"{part.Epochs}"),
                    Invariant($"{e.Mse:0.00000}"),
                    Invariant($"{e.Psnr:0.00}"),
                    e.Ssim is { } ssim ? Invariant($"{ssim:0.000}") : "-", e.Pca is { } pca ? Invariant($"{pca.Psnr:0.00}") : "-",
                    Invariant($"{part.ImagesPerSecond:0}"), Invariant($"{part.Seconds:0.0}"),
                };
            }));
        page.Paragraph(
            "PCA is the control: principal component analysis with as many numbers, the best that any linear method can do. That of part 3 "
            + "gets the noisy pictures too.");
        var clean = report.Visits.Where(visit => visit.Inputs is null).ToList();
        Show(page, [Pictures, .. Linear(clean[0]), .. clean.Select(Outputs)], "reconstructions");
        page.Chart(Curves(clean[0].Control), "How close they came to the pictures of val: higher is closer.", "psnr");
    }

    private void Configuration(IReportPage page)
    {
        var options = report.Visits.Select(visit => visit.Stop.Options).ToList();
        string[] Row(OptionDescriptor<TrainingOptions> option) =>
            [option.Key, .. options.Select(o => option.Format(ModelBuilder.Resolve(o)) ?? "")];
        var rows =
            TrainingOptions.Table.Options.Select(Row).Where(row => row.Skip(1).Any(value => value.Length > 0)).Select(
                row => Array.ConvertAll(row, value => value.Length > 0 ? value : "-"))
            .ToLookup(row => row.Skip(1).Distinct().Count() == 1);
        if (rows[false].Any())
        {
            page.Paragraph("Where the trainings differ:");
            page.Table(["key", .. report.Visits.Select(NameOf)], rows[false]);
            page.Paragraph("What they share:");
        }

        page.Table(["key", "value"], rows[true].Select(row => row[..2]));
    }

    /// <summary>The control, the model that comes closest to clean pictures, and what the U-Net gets and gives.</summary>
    private List<GridRow> Overview()
    {
        var best = report.Visits.Where(visit => visit.Inputs is null).MaxBy(visit => visit.Part.Evaluation.Psnr)!;
        List<GridRow> rows = [Pictures, .. Linear(best), Outputs(best)];
        if (report.Visits.LastOrDefault(visit => visit.Inputs is not null) is { } denoised)
        {
            rows.AddRange(Noisy(denoised), Outputs(denoised));
        }

        return rows;
    }

    private GridRow Pictures => new("pictures that no network has seen", report.Originals);

    private GridRow Noisy(TourVisit visit) =>
        ScoredRow.Of($"with noise of deviation {visit.Stop.Options.NoiseFactor}", visit.Inputs!, report.Originals);

    private GridRow Outputs(TourVisit visit) => ScoredRow.Of(
        $"{(visit.Inputs is null ? "" : "denoised ")}{visit.Part.Title}", visit.Outputs, report.Originals);

    private GridRow[] Linear(TourVisit visit) =>
        visit.Linear is null ? [] : [ScoredRow.OfControl(report.Pca!.Count, visit.Linear, report.Originals)];

    private static void Show(IReportPage page, IReadOnlyList<GridRow> rows, string name) => page.Picture(
        ImageGrid.Compose(rows), $"Rows from the top: {string.Join("; ", rows.Select(row => row.Caption))}.", name);

    private Chart Curves(Level? control) => Chart.OfCurves(
        "PSNR on val", "dB",
        [.. report.Visits.Select(visit => new Curve(NameOf(visit), [.. visit.Epochs.Select(epoch => epoch.ValPsnr)]))],
        control is { } level ? [level] : []);

    private static string NameOf(TourVisit visit) => visit.Stop.Name["part-1-".Length..];

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
