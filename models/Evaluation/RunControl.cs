using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.PrincipalComponents;
using ILGpuAutoencoders.Models.Runs;

namespace ILGpuAutoencoders.Models.Evaluation;

/// <summary>
/// The control of a run: as many principal components as its latent vector has numbers, of the pictures that it was trained on, and of
/// their mirror images where training mirrors. It is fitted once and saved in the run. A control that cannot be made is a warning, not
/// an error.
/// </summary>
internal static class RunControl
{
    /// <summary>The control of a run that has a folder of its own: the saved one, or a new one, which is saved.</summary>
    /// <param name="run">The run.</param>
    /// <param name="train">Gets the pictures that it was trained on, as evaluation sees them.</param>
    /// <param name="observer">Receives fitting progress and warnings; null for none.</param>
    /// <param name="cancellation">Stops the work within a second.</param>
    /// <param name="binds">Whether one that belongs to the same pictures and to other weights becomes that of these weights.</param>
    /// <returns>Null where there is none.</returns>
    internal static Pca? Of(
        TrainedRun run, Func<PixelSet> train, ITaskObserver? observer, CancellationToken cancellation, bool binds = false)
    {
        string path = PathOf(run);
        PixelSet pictures;
        try
        {
            pictures = train();
        }
        catch (DataSetException error)
        {
            var unverified = Saved(run, observer);
            observer?.Warned(unverified is null
                ? Unreadable(error)
                : $"The PCA control of the run is used unchecked, since the pictures of train cannot be read ({error.Message})");
            return unverified;
        }

        var key = KeyOf(run.Options, RunPictures.FingerprintOf([pictures], cancellation));
        var bound = key with { Weights = run.Fingerprint };
        if (Read(path, bound, observer) is { } own)
        {
            return own;
        }

        if (Read(path, key, observer: null) is { } kept)
        {
            if (binds)
            {
                Write(path, bound, kept, observer);
            }

            return kept;
        }

        var pca = Fit(pictures, run.Options, observer, cancellation);
        if (pca is not null)
        {
            Write(path, bound, pca, observer);
        }

        return pca;
    }

    /// <summary>The saved control of a run, without a look at its pictures; null if none was compared with these weights.</summary>
    // Without the pictures only the weights tell that it is this run's, and not a file of that name from another.
    internal static Pca? Saved(TrainedRun run, ITaskObserver? observer) =>
        Read(PathOf(run), KeyOf(run.Options, "") with { Weights = run.Fingerprint }, observer);

    /// <summary>A control of pictures that are not those of a run; it is kept nowhere.</summary>
    internal static Pca? Fit(Func<PixelSet> train, TrainingOptions options, ITaskObserver? observer, CancellationToken cancellation)
    {
        try
        {
            return Fit(train(), options, observer, cancellation);
        }
        catch (DataSetException error)
        {
            observer?.Warned(Unreadable(error));
            return null;
        }
    }

    private static Pca? Fit(PixelSet train, TrainingOptions options, ITaskObserver? observer, CancellationToken cancellation)
    {
        string? problem = train.Count < 2 ? "train has fewer than 2 pictures" : null;
        try
        {
            Action<int, int>? progress = observer is null ? null : observer.Fitting;
            var pca = problem is null ? Pca.Fit(train, options.Latent, IsMirrored(options), progress, ranks: null, cancellation) : null;
            if (pca is { Count: > 0 })
            {
                return ControlFile.Rounded(pca);
            }

            problem ??= "the pictures of train are all the same";
        }
        catch (OutOfMemoryException error)
        {
            problem = error.Message;
        }

        observer?.Warned($"There is no PCA control: {problem}.");
        return null;
    }

    /// <summary>Keeps the components that a run's starting weights were made from: they are its control.</summary>
    /// <returns>The control, as <see cref="Kept"/> reads it.</returns>
    internal static Pca Keep(
        string folder, TrainingOptions options, PixelSet train, Pca pca, ITaskObserver? observer, CancellationToken cancellation)
    {
        Write(
            Path.Combine(folder, RunFile.Control), KeyOf(options, RunPictures.FingerprintOf([train], cancellation)), pca, observer);
        return ControlFile.Rounded(pca);
    }

    /// <summary>What <see cref="Keep"/> kept; null where that failed.</summary>
    internal static Pca? Kept(
        string folder, TrainingOptions options, PixelSet train, ITaskObserver? observer, CancellationToken cancellation) => Read(
        Path.Combine(folder, RunFile.Control), KeyOf(options, RunPictures.FingerprintOf([train], cancellation)), observer);

    /// <summary>Whether the components of a training's pictures include those of their mirror images.</summary>
    internal static bool IsMirrored(TrainingOptions options) => options.Augment == Augmentation.Flip;

    private static string PathOf(TrainedRun run) =>
        Path.Combine(Path.GetDirectoryName(Path.GetFullPath(run.Checkpoint))!, RunFile.Control);

    private static string Unreadable(DataSetException error) =>
        $"There is no PCA control, since the pictures of train cannot be read ({error.Message})";

    private static ControlKey KeyOf(TrainingOptions options, string pictures) =>
        new(pictures, options.Latent, options.Picture, options.Crop.ToString(), IsMirrored(options));

    private static Pca? Read(string path, ControlKey key, ITaskObserver? observer)
    {
        try
        {
            return ControlFile.Read(path, key);
        }
        catch (Exception error) when (error is CheckpointException or IOException or UnauthorizedAccessException)
        {
            observer?.Warned($"The saved PCA control cannot be read ({error.Message})");
            return null;
        }
    }

    private static void Write(string path, ControlKey key, Pca pca, ITaskObserver? observer)
    {
        try
        {
            ControlFile.Write(RunPlace.ToWrite(Path.GetDirectoryName(path)!, RunFile.Control), key, pca);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            observer?.Warned($"The PCA control cannot be saved in the run and may have to be fitted again ({error.Message})");
        }
    }
}
