using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models.Inference;

namespace ILGpuAutoencoders.Models;

/// <summary>The tasks on other threads: calls wait for their turn without one.</summary>
public sealed partial class PictureService
{
    private readonly TurnQueue _queue = new();

    /// <inheritdoc cref="Prepare"/>
    public Task PrepareAsync(CancellationToken cancellation = default) => Task.Run(() => Prepare(cancellation), cancellation);

    /// <inheritdoc cref="Reconstruct"/>
    public Task<IReadOnlyList<PictureReconstruction>> ReconstructAsync(
        IReadOnlyList<Picture> pictures, CancellationToken cancellation = default) =>
        _queue.Run(() => Reconstruct(pictures, cancellation), cancellation);

    /// <inheritdoc cref="Denoise"/>
    public Task<IReadOnlyList<PictureDenoising>> DenoiseAsync(
        IReadOnlyList<Picture> pictures, float? addNoise = null, ulong seed = 0, CancellationToken cancellation = default) =>
        _queue.Run(() => Denoise(pictures, addNoise, seed, cancellation), cancellation);

    /// <inheritdoc cref="Embed"/>
    public Task<IReadOnlyList<float[]>> EmbedAsync(IReadOnlyList<Picture> pictures, CancellationToken cancellation = default) =>
        _queue.Run(() => Embed(pictures, cancellation), cancellation);

    /// <inheritdoc cref="Decode"/>
    public Task<IReadOnlyList<Picture>> DecodeAsync(IReadOnlyList<float[]> latents, CancellationToken cancellation = default) =>
        _queue.Run(() => Decode(latents, cancellation), cancellation);

    /// <inheritdoc cref="Score"/>
    public Task<IReadOnlyList<PictureVerdict>> ScoreAsync(IReadOnlyList<Picture> pictures, CancellationToken cancellation = default) =>
        _queue.Run(() => Score(pictures, cancellation), cancellation);

    /// <inheritdoc cref="Compress"/>
    public Task<IReadOnlyList<PictureFile>> CompressAsync(
        IReadOnlyList<Picture> pictures, int bits = Compressor.DefaultBits, CancellationToken cancellation = default) =>
        _queue.Run(() => Compress(pictures, bits, cancellation), cancellation);

    /// <inheritdoc cref="Decompress"/>
    public Task<Picture> DecompressAsync(ReadOnlyMemory<byte> file, CancellationToken cancellation = default) =>
        _queue.Run(() => Decompress(file, cancellation), cancellation);
}
