using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Basics;
using ILGpuAutoencoders.Models.Inference;
using ILGpuAutoencoders.Models.Uses.Denoising;

namespace ILGpuAutoencoders.Models;

/// <summary>Removes noise from pictures, and compares the result with that of filters where the clean pictures are known.</summary>
public static class Denoiser
{
    private const string GridName = "grid.png";

    // They may be large.
    private const int PicturesAhead = 2;

    /// <summary>The strengths of the table: 0.05 to 0.3.</summary>
    public static IReadOnlyList<float> Levels { get; } = [0.05f, 0.1f, 0.15f, 0.2f, 0.25f, 0.3f];

    /// <summary>Denoises pictures and writes each as PNG, and a grid.</summary>
    /// <param name="options">Run, pictures, folder and noise.</param>
    /// <param name="observer">Is told of pictures that cannot be used, and of those that are resized; null for none.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="CheckpointException">There is no such run, or its checkpoint is damaged.</exception>
    /// <exception cref="DataSetException">There is no picture, or none decodes.</exception>
    /// <exception cref="ConfigurationException">A file to be written exists, or the strength is out of range.</exception>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public static DenoiseResult Run(DenoiseOptions options, ITaskObserver? observer = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        DenoiseOptions.Table.Validate(options);
        var files = InputPictures.Expand(options.Inputs, options.FollowLinks, observer, cancellation);
        var targets = new OutputNames(options.Out, files, ".png", options.Overwrite, GridName);
        string gridPath = Path.Combine(options.Out, GridName);
        using var device = ObservedDevice.Open(options, observer);
        using var run = TrainedRun.Open(options.Run, device, options);
        var kind = KindOf(run, options);
        Explain(run, options.Run, observer);
        var table = new LevelTable(LevelsOf(options));
        var denoiser = new PictureDenoiser(run.Model);
        var grid = new DenoiseGrid(run.Model.Options.Family);
        var done = new List<DenoisedPicture>();
        var bad = new List<string>();
        using var written = new NewFiles();
        using var behind = new WriteBehind();
        // Only the channels matter to a model that takes any size.
        var frame = run.Model.SideMultiple is null ? run.Frame : null;
        foreach (var (index, read, size) in InputPictures.ReadAll(
            files, run, frame, PicturesAhead, isPart: false, bad, observer, cancellation))
        {
            string file = files[index];
            var picture = PictureValues.Of(PictureDenoiser.Coloured(read, run.Model));
            var (noisy, denoised, before, after) = Denoise(denoiser, table, picture, kind, options, (uint)index, cancellation);
            written.MakeFolder(options.Out);
            var output = denoised.ToPicture();
            var shown = options.OriginalSize && frame is not null ? frame.Undo(output, size) : output;
            behind.Start(1, _ => written.Write(targets[file], PixelCodec.EncodePng(shown)));
            done.Add(new DenoisedPicture(file, targets[file], shown.Width, shown.Height, before, after));
            grid.Add(file, noisy, denoised, options.AddNoise is null ? null : picture);
        }

        behind.Finish();
        written.Write(gridPath, PixelCodec.EncodePng(grid.Compose()));
        written.Keep();
        string? noise = table.Levels.Count > 0 ? kind.Name : null;
        return new DenoiseResult(options.Out, gridPath, noise, done, table.ToRows(), bad);
    }

    /// <summary>The kind of noise that is added: that of the run's training.</summary>
    /// <exception cref="ConfigurationException">The strength is out of its range.</exception>
    internal static CorruptionKind KindOf(TrainedRun run, DenoiseOptions options)
    {
        var kind = run.Options.Corruption.Kind is var trained && trained != CorruptionKind.None ? trained : CorruptionKind.Gaussian;
        return options.AddNoise is { } strength && CommonValues.Problem(kind, strength) is { } problem
            ? throw new ConfigurationException("add-noise", problem)
            : kind;
    }

    private static (PictureValues Noisy, PictureValues Denoised, DenoiseScore? Before, DenoiseScore? After) Denoise(
        PictureDenoiser denoiser, LevelTable table, PictureValues picture, CorruptionKind kind, DenoiseOptions options, uint index,
        CancellationToken cancellation)
    {
        (PictureValues, PictureValues, DenoiseScore?, DenoiseScore?)? result = null;
        for (int level = 0; level < table.Levels.Count; level++)
        {
            cancellation.ThrowIfCancellationRequested();
            var noisy = picture.Corrupted(new Corruption(kind, table.Levels[level]), options.Seed, index);
            var denoised = denoiser.Denoise(noisy, cancellation);
            var (before, after) = table.Add(level, picture, noisy, denoised);
            if (table.Levels[level] == options.AddNoise)
            {
                result = (noisy, denoised, before, after);
            }
        }

        return result ?? (picture, denoiser.Denoise(picture, cancellation), null, null);
    }

    private static float[] LevelsOf(DenoiseOptions options)
    {
        IEnumerable<float> own = options.AddNoise is { } strength ? [strength] : [];
        return [.. own.Concat(options.Levels ? Levels : []).Distinct().Order()];
    }

    private static void Explain(TrainedRun run, string path, ITaskObserver? observer)
    {
        string family = run.Model.Options.Family;
        if (run.Options.Corruption.IsNone)
        {
            observer?.Warned(
                $"'{path}' is a run of {family} that was trained on clean pictures: it removes whatever it cannot draw.");
        }

        if (run.Model.SideMultiple is null)
        {
            observer?.Warned(
                $"A {family} takes pictures of {run.Frame.Shape}, so each is resized to that (crop {run.Options.Crop}); "
                + $"{ModelCatalog.NamesWhere(model => model.SideMultiple is not null)} keeps their size.");
        }
    }
}
