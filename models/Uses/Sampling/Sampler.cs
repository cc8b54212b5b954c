using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Inference;
using static System.FormattableString;

namespace ILGpuAutoencoders.Models;

/// <summary>Draws new pictures from a model that knows how its latent vectors are distributed: decoded points of N(0, 1).</summary>
public static class Sampler
{
    /// <summary>Draws pictures and writes them as a grid. Picture i depends on the run, the seed and i alone.</summary>
    /// <param name="options">Run, file, number and seed.</param>
    /// <param name="observer">Is told of the device; null for none.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="CheckpointException">There is no such run, or its checkpoint is damaged.</exception>
    /// <exception cref="ConfigurationException">The run is of another family, the file exists, or the number is out of range.</exception>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public static SamplingResult Run(SamplingOptions options, ITaskObserver? observer = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        SamplingOptions.Table.Validate(options);
        if (Directory.Exists(options.Out) || (File.Exists(options.Out) && !options.Overwrite))
        {
            throw new ConfigurationException("out", $"'{options.Out}' exists; name a file that does not.");
        }

        using var latents = LatentRun.Open(options.Run, options, observer);
        if (latents.Run.Model is not ILatentDistribution)
        {
            throw new ConfigurationException(
                $"sample: '{options.Run}' is a run of {latents.Run.Model.Options.Family}, which does not know how its latent vectors are "
                + $"distributed; train {ModelCatalog.NamesWhere(model => model is ILatentDistribution)}.");
        }

        var pictures = new List<Picture>(options.Count);
        for (int i = 0; i < options.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var random = new RandomStream(options.Seed, RandomPurpose.Sampling, item: (uint)i);
            pictures.Add(latents.DecodePicture([.. Enumerable.Range(0, latents.Latent).Select(_ => random.Normal())]));
        }

        using var written = new NewFiles();
        if (Path.GetDirectoryName(options.Out) is { Length: > 0 } folder)
        {
            written.MakeFolder(folder);
        }

        string[] numbers = [.. Enumerable.Range(1, pictures.Count).Select(i => Invariant($"{i}"))];
        var row = new GridRow($"decoded from random latent vectors, seed {options.Seed}", pictures, numbers);
        written.Write(options.Out, PixelCodec.EncodePng(ImageGrid.Compose([row])));
        written.Keep();
        return new SamplingResult(options.Out, options.Count, options.Seed, latents.Shape.Size);
    }
}
