using ILGpuAutoencoders.Models.Basics;
using ILGpuAutoencoders.Models.Evaluation;
using ILGpuAutoencoders.Models.Inference;

namespace ILGpuAutoencoders.Models.Training;

/// <summary>Measures a model on val, in evaluation mode, with the weights that it has.</summary>
/// <param name="learner">The model and what it minimises.</param>
/// <param name="options">Resolved options.</param>
/// <param name="batches">Where the pictures of val are.</param>
internal sealed class Validation(Learner learner, TrainingOptions options, EpochBatches batches) : IDisposable
{
    private readonly InferenceRunner _inference = new(learner.Model);
    private readonly LatentStatistics? _latents = LatentStatistics.Of(learner.Model);

    /// <summary>The model as a function of pictures.</summary>
    internal Reconstruction Reconstruct => _inference.Run;

    /// <summary>Evaluates all pictures of val.</summary>
    /// <param name="result">The means of their metrics, and the loss; null where there are no pictures in val.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>Whether it came to its end.</returns>
    internal bool TryRun(out (PictureScore Mean, double Loss)? result, CancellationToken cancellation)
    {
        result = null;
        if (batches.Val is null)
        {
            return true;
        }

        try
        {
            var mean = PictureEvaluation.Run(
                batches.Val, options.Picture, _inference.Run, each: null, cancellation, options.Loss.OfDifference).Output.Mean;
            double divergence = _latents?.Measure(batches.Val, cancellation).Divergence ?? 0;
            result = (mean, learner.Objective.OfEvaluation(options.Loss.Of(mean), divergence));
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>
    /// How many latent units carry something, over val or, where there is no val, train; null for a family without latent distributions,
    /// and where the work was stopped.
    /// </summary>
    internal int? CountActiveUnits(CancellationToken cancellation)
    {
        try
        {
            return _latents?.Measure(batches.Measured, cancellation).ActiveUnits;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    public void Dispose()
    {
        _latents?.Dispose();
        _inference.Dispose();
    }
}
