using ILGpuAutoencoders.Data.Corruptions;

namespace ILGpuAutoencoders.Data;

/// <summary>
/// Corrupts pictures. What happens to a picture depends on (seed, epoch, picture) alone: neither on the order of pictures, nor on the
/// batch, nor on threads.
/// </summary>
public sealed record Corruption
{
    /// <summary>The epoch that stands for evaluation: the corruption of a picture is then always the same.</summary>
    public const uint EvaluationEpoch = uint.MaxValue;

    /// <summary>A corruption of a kind and strength.</summary>
    /// <param name="kind">What is done.</param>
    /// <param name="factor">s: the deviation for Gaussian (0 or more), a fraction in [0, 1] for the others; or a range of them.</param>
    /// <exception cref="ArgumentOutOfRangeException">The factor is out of its range.</exception>
    public Corruption(CorruptionKind kind, NoiseFactor factor)
    {
        ArgumentNullException.ThrowIfNull(kind);
        if (!kind.Allows(factor))
        {
            throw new ArgumentOutOfRangeException(nameof(factor), factor,
                kind.IsDeviation ? "Corruption: the noise factor is 0 or more." : "Corruption: the noise factor lies in [0, 1].");
        }
        Kind = kind;
        Factor = factor;
    }

    /// <summary>No corruption.</summary>
    public static Corruption None { get; } = new(CorruptionKind.None, 0);

    /// <summary>What is done.</summary>
    public CorruptionKind Kind { get; }

    /// <summary>How strongly: s of <see cref="CorruptionKind.Formula"/>.</summary>
    public NoiseFactor Factor { get; }

    /// <summary>Whether pictures stay as they are.</summary>
    public bool IsNone => Kind == CorruptionKind.None || Factor.High == 0;

    /// <summary>Writes the corrupted form of a picture.</summary>
    /// <param name="clean">height x width x 3 values in [0, 1].</param>
    /// <param name="corrupted">As many values; may be the same memory as <paramref name="clean"/>.</param>
    /// <param name="width">Columns of the picture.</param>
    /// <param name="height">Its rows.</param>
    /// <param name="seed">Key of the random numbers.</param>
    /// <param name="epoch">The epoch, or <see cref="EvaluationEpoch"/>.</param>
    /// <param name="picture">Index of the picture in its set.</param>
    public void Apply(ReadOnlySpan<float> clean, Span<float> corrupted, int width, int height, ulong seed, uint epoch, uint picture)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(clean.Length, 3 * width * height);
        ArgumentOutOfRangeException.ThrowIfNotEqual(corrupted.Length, clean.Length);
        clean.CopyTo(corrupted);
        Kind.Apply(corrupted, new CorruptionDraw(Factor.Draw(seed, epoch, picture), width, height, seed, epoch, picture));
    }
}
