using ILGpuAutoencoders.Models.Evaluation;
using ILGpuAutoencoders.Models.Inference;

namespace ILGpuAutoencoders.Models.Uses.Compression;

/// <summary>The linear controls of several runs: one for all that were trained on the same pictures.</summary>
internal sealed class KltControls
{
    private readonly Dictionary<(string, int, string, string?), KltControl?> _fitted = [];

    /// <summary>The control of a run; null, and a warning, if its pictures are missing or too few.</summary>
    internal KltControl? Of(LatentRun run, ITaskObserver? observer, CancellationToken cancellation)
    {
        var options = run.Run.Options;
        var key = (options.Data, options.ImageSize, options.Crop.ToString(), run.Run.SplitJson);
        if (!_fitted.TryGetValue(key, out var klt))
        {
            var train = run.Run.KnowsPictures ? Evaluator.OwnTrain(run.Run, observer, cancellation) : null;
            klt = _fitted[key] = train is null ? null : KltControl.Fit(train, observer, cancellation);
            if (klt is null)
            {
                observer?.Warned($"There is no KLT control for '{run.Run.Checkpoint}': it is made from the pictures of train.");
            }
        }

        return klt;
    }
}
