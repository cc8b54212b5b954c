using System.Globalization;
using System.Text;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Basics;
using ILGpuAutoencoders.Models.Evaluation;
using ILGpuAutoencoders.Models.Inference;
using ILGpuAutoencoders.Models.Pages;
using ILGpuAutoencoders.Models.PrincipalComponents;
using ILGpuAutoencoders.Models.Reports;
using ILGpuAutoencoders.Models.Runs;

namespace ILGpuAutoencoders.Models;

/// <summary>report.html of a run: results, curves, grids, errors, latent space and configuration on one page that opens offline.</summary>
public static class RunReport
{
    private const int MostImages = 400, MostControlSide = 128;

    /// <summary>Writes the report of a run again, from its best checkpoint.</summary>
    /// <param name="options">Run and device.</param>
    /// <param name="observer">Receives loading progress; null for none.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="CheckpointException">There is no such run, or its checkpoint is damaged.</exception>
    /// <exception cref="DataSetException">The run's pictures are missing.</exception>
    /// <exception cref="ConfigurationException">The run has no config.yaml.</exception>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public static ReportResult Run(ReportOptions options, ITaskObserver? observer = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        using var device = ObservedDevice.Open(options, observer);
        using var run = TrainedRun.Open(options.Run, device);
        return run.KnowsPictures
            ? Write(run, RunPictures.Open(run.Options with { MaxBad = 1 }, run.SplitJson, cancellation: cancellation), observer,
                cancellation)
            : throw new ConfigurationException(
                $"report: '{options.Run}' does not say which pictures it was trained on; name a run that was trained here.");
    }

    /// <summary>Writes the report of a run with pictures that may be loaded.</summary>
    internal static ReportResult Write(TrainedRun run, RunPictures pictures, ITaskObserver? observer, CancellationToken cancellation)
    {
        var options = run.Options;
        string folder = Path.GetDirectoryName(run.Checkpoint) is { Length: > 0 } parent ? parent : ".",
        path = RunPlace.ToWrite(folder, RunFile.Report);
        var (part, name) = Part(pictures, observer, cancellation);
        var pca = Control(run, pictures, observer, cancellation);
        using var runner = new InferenceRunner(run.Model);
        var findings = RunFindings.Of(run.Model, runner, part, options, pca, cancellation);
        var page = new HtmlPage($"{options.Model}: {Path.GetFileName(Path.GetFullPath(folder))}");
        var network = new ModelSummary(run.Model);
        page.Paragraph(string.Create(CultureInfo.InvariantCulture,
            $"The model: {ModelCatalog.Get(options.Model).Summary}. It has {network.Parameters:N0} parameters, for "
            + $"pictures of {options.Picture} from {RunSections.NameOf(options.Data)}."));
        page.Section("Results");
        RunSections.Results(page, findings);
        page.Paragraph(
            $"Means over {Quantity.Of(part.Count, "picture")} of {name}, from the best checkpoint.{Explain(pca, options)}");
        page.Section("Curves");
        var epochs = MetricsTable.Read(Path.Combine(folder, RunFile.Metrics), observer);
        var onVal = OnVal(pca, pictures, options, observer, cancellation);
        RunSections.Curves(page, epochs, options.Loss, onVal);
        page.Section("Epoch by epoch");
        RunSections.Grids(page, folder);
        page.Section("Errors");
        RunSections.Errors(page, findings);
        if (findings.Plane is not null)
        {
            page.Section("Latent space");
            RunSections.Latents(page, findings, options.Latent);
        }

        page.Section("Network");
        RunSections.Network(page, network);
        page.Section("Machine and time");
        RunSections.Machine(page, folder, epochs);
        page.Section("Configuration");
        RunSections.Configuration(page, options);
        byte[] file = Encoding.UTF8.GetBytes(page.ToString());
        AtomicFile.Write(path, file);
        var score = new RunScore(
            name, part.Count, findings.Output.Psnr, findings.Pca is null ? null : findings.PcaCount, findings.Pca?.Psnr)
        {
            ValPcaPsnr = onVal?.Mean.Psnr,
        };
        AtomicFile.Write(RunPlace.ToWrite(folder, RunFile.Score), Encoding.UTF8.GetBytes(ResultJson.Write(score) + "\n"));
        return new ReportResult(folder, path, part.Count, file.Length, score);
    }

    /// <summary>Pictures that the run was not trained on, if there are any.</summary>
    private static (PixelSet Part, string Name) Part(RunPictures pictures, ITaskObserver? observer, CancellationToken cancellation)
    {
        var split = ((DatasetSplit[])[DatasetSplit.Test, DatasetSplit.Val, DatasetSplit.Train]).First(s => pictures.Index[s].Count > 0);
        return (PictureSubset.Spread(pictures.Get(split, observer, cancellation), MostImages), split.ToString().ToLowerInvariant());
    }

    /// <summary>The control of the run; none where pictures are so large that it would take longer than the rest of the report.</summary>
    private static Pca? Control(TrainedRun run, RunPictures pictures, ITaskObserver? observer, CancellationToken cancellation) =>
        run.Model is ILatentModel && Math.Max(run.Model.Options.ImageSize.Width, run.Model.Options.ImageSize.Height) <= MostControlSide
            ? RunControl.Of(run, () => pictures.Get(DatasetSplit.Train, observer, cancellation), observer, cancellation, binds: true)
            : null;

    /// <summary>What the control reaches on all pictures of val, as the epochs of the curves are measured.</summary>
    private static (string Name, PictureScore Mean)? OnVal(
        Pca? pca, RunPictures pictures, TrainingOptions options, ITaskObserver? observer, CancellationToken cancellation)
    {
        if (pca is null || pictures.Index.Val.Count == 0)
        {
            return null;
        }

        try
        {
            var val = pictures.Get(DatasetSplit.Val, observer, cancellation);
            var batches = PictureEvaluation.BatchesOf(val, options);
            return ($"PCA-{pca.Count}", PictureEvaluation.Run(batches, val.Shape, pca, cancellation, options.Loss.OfDifference).Mean);
        }
        catch (DataSetException error)
        {
            observer?.Warned($"The curves lack the PCA control, since the pictures of val cannot be read ({error.Message})");
            return null;
        }
    }

    private static string Explain(Pca? pca, TrainingOptions options) => pca is null
        ? ""
        : $" PCA-{pca.Count} is the control: {pca.Count} principal components of the pictures of train"
            + (RunControl.IsMirrored(options) ? " and their mirror images" : "")
            + ", the best that a linear method can do with that many numbers"
            + (pca.Count < options.Latent ? $" (train has too few pictures for {options.Latent})." : ".");
}
