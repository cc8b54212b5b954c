using System.Text;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Evaluation;
using ILGpuAutoencoders.Models.Pages;
using ILGpuAutoencoders.Models.PrincipalComponents;
using ILGpuAutoencoders.Models.Reports;
using ILGpuAutoencoders.Models.Training;

namespace ILGpuAutoencoders.Models.Workbench.Tours;

/// <summary>What the tour found, and leaves to be looked at: report.html, results.md and images.</summary>
internal sealed class TourReport
{
    private const string Title = "Four parts of autoencoders, and what they are good for", ImagesFolder = "images";

    internal TourReport(string folder, TrainingOptions options)
    {
        Folder = folder;
        Options = options;
    }

    /// <summary>Where it is written.</summary>
    internal string Folder { get; }

    /// <summary>Those of the first part.</summary>
    internal TrainingOptions Options { get; }

    /// <summary>The control, once it is fitted.</summary>
    internal Pca? Pca { get; set; }

    /// <summary>The trainings so far.</summary>
    internal List<TourVisit> Visits { get; } = [];

    /// <summary>The pictures that are shown, which no network has seen; empty before the first training.</summary>
    internal IReadOnlyList<Picture> Originals { get; private set; } = [];

    /// <summary>Denoising over strengths of noise.</summary>
    internal IReadOnlyList<TourDenoiser> Denoising { get; set; } = [];

    /// <summary>Anomaly detection, and some pictures; null where it was not reached.</summary>
    internal (AnomalyScoreResult Result, IReadOnlyList<GridRow> Shown)? Anomalies { get; set; }

    /// <summary>Compression, and some pictures; null where it was not reached.</summary>
    internal (IReadOnlyList<RateRow> Result, IReadOnlyList<GridRow> Shown)? Compression { get; set; }

    /// <summary>The parts so far.</summary>
    internal IReadOnlyList<TourPart> Parts => [.. Visits.Select(visit => visit.Part)];

    /// <summary>What the models were used for so far.</summary>
    internal TourUses Uses => new(Denoising, Anomalies?.Result, Compression?.Result ?? []);

    /// <summary>Adds a training and its pictures.</summary>
    internal void Add(TourStop stop, TourPart part, IReadOnlyList<EpochMetrics> epochs, Level? control, SampleGrid samples,
        Reconstruction reconstruct, RunFindings? findings)
    {
        var (inputs, outputs) = samples.Reconstruct(reconstruct);
        Originals = samples.Originals;
        var linear = Pca is null ? null : samples.ReconstructBy(Pca);
        Visits.Add(new TourVisit(stop, part, epochs, control, outputs, linear, samples.IsCorrupted ? inputs : null, findings));
    }

    /// <summary>Writes everything.</summary>
    internal void Write(TimeSpan time, string device)
    {
        var story = new TourStory(this, time, device);
        var text = new MarkdownPage(Title, Folder, ImagesFolder);
        story.Tell(text);
        text.Paragraph(
            "Each part's folder is a run: its checkpoints, metrics.csv and a grid an epoch lie there. The same story, on one page that "
            + "opens offline, is report.html.");
        AtomicFile.Write(Path.Combine(Folder, "results.md"), Encoding.UTF8.GetBytes(text.ToString()));
        var page = new HtmlPage(Title);
        story.Tell(page);
        AtomicFile.Write(Path.Combine(Folder, RunFile.Report), Encoding.UTF8.GetBytes(page.ToString()));
    }
}

/// <summary>A training of the tour that is done.</summary>
/// <param name="Stop">How it was planned.</param>
/// <param name="Part">What it came to.</param>
/// <param name="Epochs">Its epochs.</param>
/// <param name="Control">What the control reaches on val; null without one.</param>
/// <param name="Outputs">What it makes of the shown pictures.</param>
/// <param name="Linear">What the control makes of them; null without one.</param>
/// <param name="Inputs">What both got, where that was corrupted; else null.</param>
/// <param name="Findings">Errors and latent vectors, of the part that is looked at closely; else null.</param>
internal sealed record TourVisit(
    TourStop Stop, TourPart Part, IReadOnlyList<EpochMetrics> Epochs, Level? Control, IReadOnlyList<Picture> Outputs,
    IReadOnlyList<Picture>? Linear, IReadOnlyList<Picture>? Inputs, RunFindings? Findings);
