using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.PrincipalComponents;
using ILGpuAutoencoders.Models.Runs;

namespace ILGpuAutoencoders.Models.Training;

/// <summary>The loaded pictures of a training.</summary>
/// <param name="Train">1 picture or more, with all pixels that random squares are cut from.</param>
/// <param name="Val">May be empty.</param>
/// <param name="Fingerprint">Tells these pictures from others.</param>
internal sealed record TrainingPictures(PixelSet Train, PixelSet Val, string Fingerprint)
{
    private const int MostSamples = 10;

    /// <summary>Loads them, and reports which do not decode.</summary>
    /// <exception cref="DataSetException">Too many do not decode, or they are not those that the run was trained on.</exception>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    private static TrainingPictures Load(
        TrainingSession session, RunRecorder? recorder, ITaskObserver? observer, CancellationToken cancellation)
    {
        var (train, val) = LoadParts(session, recorder, observer, cancellation);
        if (session.Options.Channels == PictureShape.Rgb && train.IsGrey(cancellation) && val.IsGrey(cancellation))
        {
            observer?.Warned("All pictures are grey; with --channels 1 the network has one channel instead of three equal ones.");
        }

        string fingerprint = RunPictures.FingerprintOf([train, val], cancellation);
        return session.From.Checkpoint is { } state && TrainingState.PicturesOf(state) != fingerprint
            ? throw new DataSetException(
                $"The pictures of '{session.Options.Data}' are not those that '{session.Run}' was trained on; " +
                "restore them, or start a new run.")
            : new(train, val, fingerprint);
    }

    /// <summary>The same on every rank, all of which know then whether one was stopped.</summary>
    /// <returns>Null where one was.</returns>
    internal static TrainingPictures? TryLoad(
        TrainingSession session, RunRecorder? recorder, ITaskObserver? observer, CancellationToken cancellation)
    {
        // Of a set that stays on the disk, one rank of each host writes the cache and the others read it.
        var world = session.World;
        bool waits = world.Any(session.Place.Pictures.StaysOnDisk(DatasetSplit.Train)) && world.LocalRank > 0;
        var pictures = waits ? null : Try();
        if (world.Any(pictures is null && !waits))
        {
            return null;
        }

        pictures ??= Try();
        return world.Any(pictures is null) ? null : pictures;

        TrainingPictures? Try()
        {
            try
            {
                return Load(session, recorder, observer, cancellation);
            }
            catch (OperationCanceledException)
            {
                return null;
            }
        }
    }

    /// <summary>A few of those in val, or in train if val has none, to be drawn after each epoch: as many as stand side by side.</summary>
    /// <param name="options">Of the training.</param>
    /// <param name="control">The control; null if it is not known.</param>
    internal SampleGrid ToSampleGrid(TrainingOptions options, Pca? control) => new(
        Val.Count > 0 ? Val : Train.Centre(options.ImageSize), options.Corruption, options.Seed,
        Math.Min(MostSamples, ImageGrid.ColumnsOf(options.ImageSize)))
    {
        Control = control,
    };

    private static (PixelSet Train, PixelSet Val) LoadParts(
        TrainingSession session, RunRecorder? recorder, ITaskObserver? observer, CancellationToken cancellation)
    {
        var bad = new List<BadPicture>();
        try
        {
            var train = session.Place.Pictures.GetWhole(DatasetSplit.Train, observer, cancellation);
            bad.AddRange(train.Bad);
            var val = session.Place.Pictures.Get(DatasetSplit.Val, observer, cancellation);
            bad.AddRange(val.Bad);
            return (train, val);
        }
        catch (DataSetException error)
        {
            bad.AddRange(error.Bad);
            throw;
        }
        finally
        {
            if (bad.Count > 0)
            {
                recorder?.PicturesSkipped(bad);
                observer?.Warned(
                    $"Skipped {bad.Count} of the pictures, the first being {bad[0].Name} ({bad[0].Problem}); " +
                    $"all are listed in {Path.Combine(session.Run, RunFile.BadImages)}.");
            }
        }
    }
}
