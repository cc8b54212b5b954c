using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Models;

/// <summary>Draws new pictures from a vae: decoded points of the distribution that its latent vectors were trained towards, N(0, 1).</summary>
public static class Sampler
{
    private const int BatchSize = 64;

    /// <summary>Draws pictures and writes them as a grid. Picture i depends on the run, the seed and i alone.</summary>
    /// <param name="options">Run, file, number and seed.</param>
    /// <param name="observer">Is told of the device; null for nobody.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="CheckpointException">There is no such run, or its checkpoint is damaged.</exception>
    /// <exception cref="ConfigurationException">The run is of another family, the file exists, or the number is out of range.</exception>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public static SamplingResult Run(SamplingOptions options, ITrainObserver? observer = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Count is < 1 or > 10_000)
        {
            throw new ConfigurationException($"count: '{options.Count}' cannot be used; use 1 to 10000.");
        }

        if (Path.Exists(options.Out))
        {
            throw new ConfigurationException($"out: '{options.Out}' exists; name a file that does not.");
        }

        using var device = ObservedDevice.Open(options, observer);
        using var run = TrainedRun.Open(options.Run, device);
        if (run.Model is not VariationalAutoencoder)
        {
            throw new ConfigurationException($"sample: '{options.Run}' is a run of {run.Model.Options.Family}, and only a vae knows how its latent vectors are distributed; train a vae.");
        }

        var pictures = Draw(run.Model, options.Count, options.Seed, cancellation);
        if (Path.GetDirectoryName(options.Out) is { Length: > 0 } folder)
        {
            Directory.CreateDirectory(folder);
        }

        PixelCodec.SavePng(ImageGrid.Compose(pictures, (int)Math.Ceiling(Math.Sqrt(options.Count))), options.Out);
        return new SamplingResult(options.Out, options.Count, options.Seed, run.Model.Options.ImageSize);
    }

    private static List<Picture> Draw(Autoencoder model, int count, ulong seed, CancellationToken cancellation)
    {
        int latent = model.Options.Latent, size = model.Options.ImageSize, length = 3 * size * size;
        using var decoder = InferenceRunner.Decoder(model);
        var pictures = new List<Picture>(count);
        for (int first = 0; first < count; first += BatchSize)
        {
            cancellation.ThrowIfCancellationRequested();
            int items = Math.Min(BatchSize, count - first);
            var points = new float[items * latent];
            var output = new float[items * length];
            for (int i = 0; i < points.Length; i += latent)
            {
                var random = new RandomStream(seed, RandomPurpose.Sampling, item: (uint)(first + (i / latent)));
                for (int unit = 0; unit < latent; unit++)
                {
                    points[i + unit] = random.Normal();
                }
            }

            decoder.Run(points, output, items);
            for (int i = 0; i < items; i++)
            {
                var bytes = new byte[length];
                PixelValues.ToBytes(output.AsSpan(i * length, length), bytes);
                pictures.Add(new Picture(size, size, bytes));
            }
        }

        return pictures;
    }
}
