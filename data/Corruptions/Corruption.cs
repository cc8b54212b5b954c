using ILGpuAutoencoders.Data.Corruptions;

namespace ILGpuAutoencoders.Data;

/// <summary>
/// Adds noise to pictures. A picture's noise depends on (seed, epoch, picture) alone, not on the order of pictures, the batch or threads.
/// </summary>
public sealed record Corruption
{
    /// <summary>The epoch that stands for evaluation: a picture's noise is then always the same.</summary>
    public const uint EvaluationEpoch = uint.MaxValue;

    /// <summary>Noise of a kind and strength.</summary>
    /// <param name="kind">The kind of noise.</param>
    /// <param name="factor">s: the standard deviation for Gaussian noise (0 or more), a fraction in [0, 1] for the others; or a
    /// range.</param>
    /// <exception cref="ArgumentOutOfRangeException">The factor is out of its range.</exception>
    public Corruption(CorruptionKind kind, NoiseFactor factor)
    {
        ArgumentNullException.ThrowIfNull(kind);
        if (!kind.Allows(factor))
        {
            throw new ArgumentOutOfRangeException(nameof(factor), factor,
                kind.IsDeviation ? "Corruption: the noise factor must be 0 or more." : "Corruption: the noise factor must be in [0, 1].");
        }
        Kind = kind;
        Factor = factor;
    }

    /// <summary>No noise.</summary>
    public static Corruption None { get; } = new(CorruptionKind.None, 0);

    /// <summary>The kind of noise.</summary>
    public CorruptionKind Kind { get; }

    /// <summary>The strength: s of <see cref="CorruptionKind.Formula"/>.</summary>
    public NoiseFactor Factor { get; }

    /// <summary>Whether pictures stay unchanged.</summary>
    public bool IsNone => Kind == CorruptionKind.None || Factor.High == 0;

    /// <summary>Writes a picture with its noise.</summary>
    /// <param name="clean">height x width x channels values in [0, 1].</param>
    /// <param name="corrupted">As many values; may be the same memory as <paramref name="clean"/>.</param>
    /// <param name="width">Columns of the picture.</param>
    /// <param name="height">Its rows.</param>
    /// <param name="seed">Key of the random numbers.</param>
    /// <param name="epoch">The epoch, or <see cref="EvaluationEpoch"/>.</param>
    /// <param name="picture">Index of the picture in its set.</param>
    public void Apply(ReadOnlySpan<float> clean, Span<float> corrupted, int width, int height, ulong seed, uint epoch, uint picture)
    {
        int channels = clean.Length == width * height ? PictureShape.Grey : PictureShape.Rgb;
        ArgumentOutOfRangeException.ThrowIfNotEqual(clean.Length, channels * width * height);
        ArgumentOutOfRangeException.ThrowIfNotEqual(corrupted.Length, clean.Length);
        clean.CopyTo(corrupted);
        Kind.Apply(corrupted, new CorruptionDraw(
            Factor.Draw(seed, epoch, picture), new PictureShape(width, height, channels), seed, epoch, picture));
    }
}
