using System.Globalization;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Basics;
using ILGpuAutoencoders.Models.Inference;
using ILGpuAutoencoders.Models.Uses.Denoising;

namespace ILGpuAutoencoders.Models;

/// <summary>Removes noise from pictures, and compares the result with that of filters where the clean pictures are known.</summary>
public static class Denoiser
{
    /// <summary>What its shards are of.</summary>
    public const string Command = "denoise";

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
        if (options is { Levels: true, Shard: not null })
        {
            throw new ConfigurationException("levels", "the table is of all pictures, and a shard has some; leave one of both out.");
        }

        var part = ShardFolder.Of(
            options.Out, options.Shard, files, Command, run.Fingerprint,
            string.Create(
                CultureInfo.InvariantCulture,
                $"fit {options.Fit}, original size {options.OriginalSize}, noise {options.AddNoise}, seed {options.Seed}"));
        if (part.Done<DenoisedPicture>() is { } made)
        {
            return Divided(options, made.Items, made.Bad) with { WasDone = true };
        }

        Explain(run, options.Run, observer);
        var table = new LevelTable(kind, LevelsOf(options));
        var denoiser = new PictureDenoiser(run.Model);
        var grid = new DenoiseGrid(run.Model.Options.Family);
        var done = new List<DenoisedPicture>();
        var bad = new List<string>();
        using var written = new NewFiles();
        using var behind = new WriteBehind();
        part.Begin(written);
        // Only the channels matter to a model that takes any size.
        var frame = run.Model.SideMultiple is null ? run.Frame : null;
        foreach (var (index, read, size) in InputPictures.ReadAll(
            part.Files, run, frame, PicturesAhead, part.IsPart, bad, observer, cancellation))
        {
            string file = part.Files[index];
            var picture = PictureValues.Of(PictureDenoiser.Coloured(read, run.Model));
            var (noisy, denoised, before, after) = Denoise(
                denoiser, table, picture, kind, options, (uint)(part.First + index), cancellation);
            var output = denoised.ToPicture();
            var shown = options.OriginalSize && frame is not null ? frame.Undo(output, size) : output;
            behind.Start(1, _ => written.Write(part.PathOf(targets[file]), PixelCodec.EncodePng(shown)));
            float deviation = options.AddNoise is { } added ? LevelTable.DeviationOf(kind, added, noisy) : NoiseEstimate.Of(noisy);
            done.Add(new DenoisedPicture(file, targets[file], shown.Width, shown.Height, before, after) { Noise = deviation });
            grid.Add(file, noisy, denoised, options.AddNoise is null ? null : picture, deviation);
        }

        behind.Finish();
        WarnOfStrength(run, options, done, observer);
        if (!part.IsPart)
        {
            written.Write(gridPath, PixelCodec.EncodePng(grid.Compose()));
        }

        part.Finish(written, done, bad, device.Arithmetic);
        string? noise = table.Levels.Count > 0 ? kind.Name : null;
        return part.IsPart ? Divided(options, done, bad) : new DenoiseResult(options.Out, gridPath, noise, done, table.ToRows(), bad);
    }

    /// <summary>Puts the pictures of all shards into their folder.</summary>
    /// <param name="path">The folder that a shard was given.</param>
    /// <param name="observer">Is told if processors differed; null for none.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="DataSetException">Shards are missing, do not belong together, or hold nothing.</exception>
    /// <exception cref="CheckpointException">A shard cannot be read.</exception>
    /// <exception cref="ConfigurationException">A file to be written exists.</exception>
    public static DenoiseResult Merge(string path, ITaskObserver? observer = null, CancellationToken cancellation = default)
    {
        using var written = new NewFiles();
        var all = ShardFolder.Merge<DenoisedPicture>(path, written, observer, cancellation);
        written.Keep();
        return new DenoiseResult(path, null, null, all.Items, [], all.Bad);
    }

    private static DenoiseResult Divided(DenoiseOptions options, IReadOnlyList<DenoisedPicture> pictures, IReadOnlyList<string> bad) =>
        new(ShardPlaces.PathOf(options.Out, options.Shard!, ""), null, null, pictures, [], bad) { Shard = options.Shard!.ToString() };

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

    /// <summary>Says so where a model that knows one strength of noise sees much less: what it then takes away is detail.</summary>
    private static void WarnOfStrength(
        TrainedRun run, DenoiseOptions options, List<DenoisedPicture> pictures, ITaskObserver? observer)
    {
        var trained = run.Options.Corruption;
        float found = pictures.Select(picture => picture.Noise).Order().ElementAtOrDefault(pictures.Count / 2);
        if (options.AddNoise is null && trained.Kind.IsDeviation && pictures.Count > 0 && found < trained.Factor.Low / 2)
        {
            observer?.Warned(string.Create(
                CultureInfo.InvariantCulture,
                $"The pictures seem to have noise of a deviation of {found:0.000}, and '{options.Run}' was trained on {trained.Factor}: it "
                + $"takes away detail with it; a model trained with a smaller --noise-factor keeps more."));
        }
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
