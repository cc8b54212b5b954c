using System.Runtime.InteropServices;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Basics;
using ILGpuAutoencoders.Models.Evaluation;
using ILGpuAutoencoders.Models.Inference;

namespace ILGpuAutoencoders.Models.Training;

/// <summary>Measures a model on val, in evaluation mode, with the weights that it has: each rank some of its batches.</summary>
/// <param name="learner">The model and what it minimises.</param>
/// <param name="options">Resolved options.</param>
/// <param name="batches">Where the pictures of val are.</param>
/// <param name="world">The ranks.</param>
internal sealed class Validation(Learner learner, TrainingOptions options, EpochBatches batches, IWorld world) : IDisposable
{
    private readonly InferenceRunner _inference = new(learner.Model);
    private readonly LatentStatistics? _latents = LatentStatistics.Of(learner.Model);

    /// <summary>The model as a function of pictures.</summary>
    internal Reconstruction Reconstruct => _inference.Run;

    /// <summary>Evaluates all pictures of val.</summary>
    /// <param name="result">The means of their metrics, and the loss; null where there are no pictures in val. The same on all
    /// ranks.</param>
    /// <param name="cancellation">Stops the work, if that of any rank is cancelled.</param>
    /// <returns>Whether it came to its end on all ranks.</returns>
    internal bool TryRun(out (PictureScore Mean, double Loss)? result, CancellationToken cancellation)
    {
        result = null;
        if (batches.Val is not { } val)
        {
            return true;
        }

        var own = new List<PictureScore>();
        float[] ownLatents = [];
        bool isStopped = false;
        try
        {
            PictureEvaluation.Run(
                val, options.Picture, _inference.Run, (_, score, _) => own.Add(score), cancellation, options.Loss.OfDifference);
            ownLatents = _latents?.Distributions(val, cancellation) ?? [];
        }
        catch (OperationCanceledException)
        {
            isStopped = true;
        }

        if (world.Any(isStopped))
        {
            return false;
        }

        var metrics = new ImageMetrics(options.Picture, options.Loss.OfDifference);
        foreach (var score in world.AllGather<PictureScore>(CollectionsMarshal.AsSpan(own)).SelectMany(scores => scores))
        {
            metrics.Add(score);
        }

        double divergence = _latents?.Measure(world.AllGather<float>(ownLatents)).Divergence ?? 0;
        result = (metrics.Mean, learner.Objective.OfEvaluation(options.Loss.Of(metrics.Mean), divergence));
        return true;
    }

    /// <summary>
    /// How many latent units carry something, over val or, where there is no val, train; null for a family without latent distributions,
    /// where the work was stopped, and on all ranks but the first.
    /// </summary>
    internal int? CountActiveUnits(CancellationToken cancellation)
    {
        if (_latents is null || (batches.Val is null && world.Rank > 0))
        {
            return null;
        }

        float[] own = [];
        LatentUse? use = null;
        bool isStopped = false;
        try
        {
            if (batches.Val is { } val)
            {
                own = _latents.Distributions(val, cancellation);
            }
            else
            {
                use = _latents.Measure(batches.TrainInOrder, cancellation);
            }
        }
        catch (OperationCanceledException)
        {
            isStopped = true;
        }

        if (batches.Val is not null && !world.Any(isStopped))
        {
            use = _latents.Measure(world.AllGather<float>(own));
        }

        return world.Rank == 0 ? use?.ActiveUnits : null;
    }

    public void Dispose()
    {
        _latents?.Dispose();
        _inference.Dispose();
    }
}
