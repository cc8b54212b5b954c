using System.Globalization;
using System.Text;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Basics;
using ILGpuAutoencoders.Models.Evaluation;
using ILGpuAutoencoders.Models.Inference;
using ILGpuAutoencoders.Models.PrincipalComponents;
using ILGpuAutoencoders.Models.Runs;

namespace ILGpuAutoencoders.Models;

/// <summary>
/// Measures how well a run reconstructs pictures it was not trained on. A run that was trained on noisy inputs gets the same noise
/// here, always in the same way, and is compared with the clean pictures.
/// </summary>
public static class Evaluator
{
    /// <summary>Evaluates a run.</summary>
    /// <param name="options">Run, pictures and part.</param>
    /// <param name="observer">Receives loading progress and warnings; null for none.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="CheckpointException">There is no such run, or its checkpoint is damaged.</exception>
    /// <exception cref="DataSetException">The pictures cannot be used.</exception>
    /// <exception cref="ConfigurationException">The CSV file exists, or a checkpoint without a run needs pictures to be named.</exception>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public static EvaluationResult Run(EvaluationOptions options, ITaskObserver? observer = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        EvaluationOptions.Table.Validate(options);
        RefuseExisting(options.Overwrite ? null : options.Csv);
        using var device = ObservedDevice.Open(options, observer);
        using var run = TrainedRun.Open(options.Run, device);
        var training = run.Options with { NoiseFactor = options.NoiseFactor ?? run.Options.NoiseFactor };
        if (options.Data is null && !run.KnowsPictures)
        {
            throw new ConfigurationException("data", $"'{options.Run}' does not say which pictures it was trained on; name a folder.");
        }

        var own = run.KnowsPictures ? OwnPictures(run, observer, required: options.Data is null) : null;
        var pictures = options.Data is null
            ? own!
            : RunPictures.Open(training with { Data = options.Data }, null, observer, options.Split, cancellation);
        var part = pictures.Get(options.Split, observer, cancellation);
        if (part.Count == 0)
        {
            throw new DataSetException(
                $"There are no pictures in {options.Split.ToString().ToLowerInvariant()} of '{options.Data ?? training.Data}'; choose "
                + "another part.");
        }

        var pca = options.Pca && run.Model is ILatentModel ? ControlOf(run, own, pictures, observer, cancellation) : null;
        using var runner = new InferenceRunner(run.Model);
        var result = Evaluate(runner, part, training, options.BatchSize, pca, options.Csv, cancellation);
        using var statistics = LatentStatistics.Of(run.Model);
        var latents = statistics?.Measure(PictureEvaluation.BatchesOf(part, training, options.BatchSize), cancellation);
        return result with
        {
            ActiveUnits = latents?.ActiveUnits,
            KlDivergence = latents?.Divergence,
            LeftOut = pictures.LeftOut,
        };
    }

    /// <summary>Evaluates a model on pictures that are loaded.</summary>
    internal static EvaluationResult Evaluate(
        InferenceRunner runner, PixelSet part, TrainingOptions training, int batchSize, Pca? pca, string? csv,
        CancellationToken cancellation)
    {
        var batches = PictureEvaluation.BatchesOf(part, training, batchSize);
        var rows = csv is null ? null : new StringBuilder("file,mse,mae,psnr,ssim,psnr_input\n");
        var (output, input) = PictureEvaluation.Run(
            batches, part.Shape, runner.Run,
            rows is null ? null : (i, score, inputScore) => Append(rows, part.Entries[i].Path, score, inputScore), cancellation);
        if (rows is not null)
        {
            AtomicFile.Write(csv!, Encoding.UTF8.GetBytes(rows.ToString()));
        }

        PcaControl? control = null;
        if (pca is not null)
        {
            var linear = PictureEvaluation.Run(batches, part.Shape, pca, cancellation);
            control = new PcaControl(pca.Count, linear.Mse, linear.Psnr);
        }

        return new EvaluationResult(
            output.Count, output.Mse, output.Mae, output.Psnr, output.PsnrOfMeanMse, output.Ssim, input?.Psnr, control,
            training.Crop.ToString(), part.Shape.Size);
    }

    /// <summary>The run's own control, or one of other pictures if those that it was trained on are unknown.</summary>
    private static Pca? ControlOf(
        TrainedRun run, RunPictures? own, RunPictures others, ITaskObserver? observer, CancellationToken cancellation)
    {
        PixelSet Train(RunPictures pictures) => pictures.Get(DatasetSplit.Train, observer, cancellation);
        return own is null
            ? RunControl.Fit(() => Train(others), run.Options, observer, cancellation)
            : RunControl.Of(run, () => Train(own), observer, cancellation);
    }

    /// <summary>
    /// The pictures that a run was trained on, for a control or another extra, as far as they exist; null if none do. Missing
    /// ones are a warning, not an error.
    /// </summary>
    internal static PixelSet? OwnTrain(TrainedRun run, ITaskObserver? observer, CancellationToken cancellation)
    {
        try
        {
            var pictures = RunPictures.Open(run.Options with { MaxBad = 1 }, run.SplitJson, cancellation: cancellation);
            var train = pictures.Get(DatasetSplit.Train, observer, cancellation);
            if (train.Bad.Count > 0)
            {
                int all = train.Bad.Count + train.Count;
                var (name, problem) = train.Bad[0];
                observer?.Warned($"{train.Bad.Count} of {all} pictures of train are left out, the first being {name} ({problem}).");
            }

            return train;
        }
        catch (DataSetException error)
        {
            observer?.Warned($"The pictures that the run was trained on are missing. {error.Message}");
            return null;
        }
    }

    /// <summary>The pictures that a run was trained on; null, and a warning, if they are missing and not required.</summary>
    internal static RunPictures? OwnPictures(TrainedRun run, ITaskObserver? observer, bool required)
    {
        try
        {
            return RunPictures.Open(run.Options, run.SplitJson);
        }
        catch (DataSetException error) when (!required)
        {
            observer?.Warned($"The pictures of the run are missing, so the PCA control is fitted to others ({error.Message})");
            return null;
        }
    }

    private static void RefuseExisting(string? csv)
    {
        if (csv is not null && File.Exists(csv))
        {
            throw new ConfigurationException("csv", $"'{csv}' exists; name a file that does not.");
        }
    }

    private static void Append(StringBuilder rows, string name, PictureScore score, PictureScore? input)
    {
        rows.Append(CultureInfo.InvariantCulture, $"{Csv.Field(name)},{score.Mse},{score.Mae},{score.Psnr},{score.Ssim},{input?.Psnr}\n");
    }
}
