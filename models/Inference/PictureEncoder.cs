using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Inference;

namespace ILGpuAutoencoders.Models;

/// <summary>
/// From pictures to latent vectors and back, for your own programs, such as a web service. It may be called from any thread; calls take
/// turns, and what comes out for a picture has the same bits whatever is asked before and after it.
/// </summary>
public sealed class PictureEncoder : IDisposable
{
    private readonly Lock _turn = new();
    private readonly TurnQueue _queue = new();
    private readonly LatentRun _run;

    private PictureEncoder(LatentRun run) => _run = run;

    /// <summary>Length of a latent vector.</summary>
    public int Latent => _run.Latent;

    /// <summary>Opens a trained run.</summary>
    /// <param name="run">A run folder or a checkpoint file.</param>
    /// <param name="compute">What to compute on; null for the best device of the machine.</param>
    /// <exception cref="CheckpointException">There is no such run, or its checkpoint is damaged.</exception>
    /// <exception cref="ConfigurationException">Its family has no latent vectors.</exception>
    /// <exception cref="DeviceException">The device is missing or fails.</exception>
    public static PictureEncoder Open(string run, ComputeOptions? compute = null) =>
        new(LatentRun.Open(run, compute ?? new ComputeOptions(), null));

    /// <summary>The latent vector of a picture.</summary>
    /// <param name="picture">Of any size: it is cropped, resized and fitted as those of training were.</param>
    public float[] Encode(Picture picture)
    {
        var resized = _run.Run.Frame.Apply(picture);
        lock (_turn)
        {
            return _run.Encode(resized.Pixels);
        }
    }

    /// <summary>The latent vectors of pictures, in batches: on the CPU with the bits that each has alone.</summary>
    /// <param name="pictures">Of any sizes.</param>
    /// <param name="cancellation">Stops the work between batches.</param>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public IReadOnlyList<float[]> Encode(IReadOnlyList<Picture> pictures, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        return InBatches(pictures, batch => _run.Encode([.. batch.Select(_run.Run.Frame.Apply)]), cancellation);
    }

    /// <summary>The latent vector of a picture, computed on another thread.</summary>
    /// <param name="picture">Of any size.</param>
    /// <param name="cancellation">Stops it while it waits for its turn.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public Task<float[]> EncodeAsync(Picture picture, CancellationToken cancellation = default) =>
        _queue.Run(() => Encode(picture), cancellation);

    /// <summary>The latent vectors of pictures, computed on another thread.</summary>
    /// <inheritdoc cref="Encode(IReadOnlyList{Picture}, CancellationToken)"/>
    public Task<IReadOnlyList<float[]>> EncodeAsync(IReadOnlyList<Picture> pictures, CancellationToken cancellation = default) =>
        _queue.Run(() => Encode(pictures, cancellation), cancellation);

    /// <summary>The pictures of latent vectors, in batches.</summary>
    /// <param name="latents">Vectors of <see cref="Latent"/> numbers.</param>
    /// <param name="cancellation">Stops the work between batches.</param>
    /// <exception cref="ArgumentException">A vector has another length, or numbers that are not finite.</exception>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public IReadOnlyList<Picture> Decode(IReadOnlyList<float[]> latents, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(latents);
        _run.RequireLatents(latents, nameof(latents));
        return InBatches(
            latents,
            batch => _run.Decode(batch).Select(values => PixelValues.ToPicture(_run.Shape.Width, _run.Shape.Height, values)),
            cancellation);
    }

    /// <summary>The pictures of latent vectors, computed on another thread.</summary>
    /// <inheritdoc cref="Decode"/>
    public Task<IReadOnlyList<Picture>> DecodeAsync(IReadOnlyList<float[]> latents, CancellationToken cancellation = default) =>
        _queue.Run(() => Decode(latents, cancellation), cancellation);

    /// <summary>Gives its memory back.</summary>
    public void Dispose()
    {
        lock (_turn)
        {
            _run.Dispose();
        }

        _queue.Dispose();
    }

    private T[] InBatches<TItem, T>(
        IReadOnlyList<TItem> items, Func<TItem[], IEnumerable<T>> compute, CancellationToken cancellation) =>
        [.. items.Chunk(_run.BatchSize).SelectMany(batch =>
        {
            cancellation.ThrowIfCancellationRequested();
            lock (_turn)
            {
                return compute(batch).ToArray();
            }
        })];
}
