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
    /// <returns>The means of their metrics, and the loss; null if there are no pictures in val.</returns>
    internal (PictureScore Mean, double Loss)? Run()
    {
        if (batches.Val is null)
        {
            return null;
        }

        var mean = PictureEvaluation.Run(
            batches.Val, options.ImageSize, _inference.Run, each: null, CancellationToken.None, options.Loss.OfDifference).Output.Mean;
        double divergence = _latents?.Measure(batches.Val, CancellationToken.None).Divergence ?? 0;
        return (mean, learner.Objective.OfEvaluation(options.Loss.Of(mean), divergence));
    }

    /// <summary>
    /// How many latent units carry something, over val or, where there is no val, train; null for a family without latent distributions.
    /// </summary>
    internal int? CountActiveUnits() => _latents?.Measure(batches.Measured, CancellationToken.None).ActiveUnits;

    public void Dispose()
    {
        _latents?.Dispose();
        _inference.Dispose();
    }
}
