using System.Globalization;
using ILGpuAutoencoders.Data;
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
            $"Pictures: {options.Data} at {options.ImageSize} x {options.ImageSize}, every one squeezed into {options.Latent} numbers and "
            + $"drawn again. What is measured is of test pictures, which no network has seen; what is shown epoch by epoch is of val, "
            + $"which only chose the epoch that is kept. Device: {device}. Time: {time.TotalSeconds:0} s."));
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
            page.Picture(anomalies.Shown.Compose(), anomalies.Shown.Caption, "anomalies");
        }

        if (report.Compression is { } compression)
        {
            page.Section("Compression: a picture in a few bytes");
            TourUseSections.Compression(page, compression.Result);
            page.Picture(compression.Shown.Compose(), compression.Shown.Caption, "compression");
        }

        if (report.Visits.Count > 0)
        {
            page.Section("Configuration");
            Configuration(page);
        }
    }

    private void Part(IReportPage page, int number, IReadOnlyList<TourVisit> visits)
    {
        foreach (var (stop, part, _, _, inputs, _) in visits)
        {
            var e = part.Evaluation;
            string found = e.PsnrInput is { } input
                ? Invariant($"The noisy pictures have {input:0.00} dB, the denoised ones {e.Psnr:0.00} dB.")
                : $"It reaches {Verdict.OfControl(e.Psnr, e.Pca?.K, e.Pca?.Psnr)}.";
            page.Paragraph(
                Invariant(
                    $"{Capital(part.Title)}: {stop.What} {found} It has {part.Parameters:N0} parameters and took {part.Seconds:0.0} s."));
        }

        var rows = visits[0].Inputs is not null
            ? new PictureRows(
                [.. visits.SelectMany(visit => (string[])["noisy", $"denoised by {visit.Part.Model}"]), "clean"],
                [.. visits.SelectMany(visit => (IReadOnlyList<Picture>[])[visit.Inputs!, visit.Outputs]), report.Originals], [])
            : new PictureRows(["the pictures themselves", .. visits.Select(visit => visit.Part.Title)],
                [report.Originals, .. visits.Select(visit => visit.Outputs)], []);
        page.Picture(rows.Compose(), rows.Caption, visits[0].Inputs is null ? $"part-{number}" : "denoising");
        if (visits[0].Findings is { } findings)
        {
            page.Paragraph("How it learnt to draw, epoch by epoch, on pictures of val:");
            RunSections.Grids(page, visits[0].Part.Run, findings.IsCorrupted);
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
        List<string> names = ["the pictures themselves", .. clean.Select(visit => $"part {visit.Part.Part}, {visit.Part.Title}")];
        List<IReadOnlyList<Picture>> rows = [report.Originals, .. clean.Select(visit => visit.Outputs)];
        if (report.Linear is { } linear)
        {
            names.Insert(1, $"the control, {report.Pca!.Count} principal components");
            rows.Insert(1, linear);
        }

        var grid = new PictureRows(names, rows, []);
        page.Picture(grid.Compose(), grid.Caption, "reconstructions");
        page.Chart(Curves("PSNR on val", "dB", e => e.ValPsnr), "How close they came to the pictures of val: higher is closer.", "psnr");
        page.Chart(Curves("Mean squared error on val", "MSE", e => e.ValMse), "The same as an error: lower is closer.", "mse");
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

    private Chart Curves(string title, string unit, Func<EpochMetrics, double?> value) =>
        Chart.OfCurves(title, unit, [.. report.Visits.Select(visit => new Curve(NameOf(visit), [.. visit.Epochs.Select(value)]))]);

    private static string NameOf(TourVisit visit) => visit.Stop.Name["part-1-".Length..];

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
