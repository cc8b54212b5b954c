using ILGpuAutoencoders.Data.Corruptions;
using ILGpuAutoencoders.Engine;

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
        if (!Takes(kind, factor))
        {
            throw new ArgumentOutOfRangeException(nameof(factor), factor,
                IsDeviation(kind) ? "Corruption: the noise factor is 0 or more." : "Corruption: the noise factor lies in [0, 1].");
        }
        Kind = kind;
        Factor = factor;
    }

    /// <summary>No corruption.</summary>
    public static Corruption None { get; } = new(CorruptionKind.None, 0);

    /// <summary>What is done.</summary>
    public CorruptionKind Kind { get; }

    /// <summary>How strongly: s of <see cref="CorruptionKind"/>.</summary>
    public NoiseFactor Factor { get; }

    /// <summary>Whether pictures stay as they are.</summary>
    public bool IsNone => Kind == CorruptionKind.None || Factor.High == 0;

    /// <summary>Whether s of a kind is a deviation of 0 or more, and not a fraction.</summary>
    /// <param name="kind">The kind.</param>
    public static bool IsDeviation(CorruptionKind kind) => kind is CorruptionKind.Gaussian or CorruptionKind.GaussianUnclamped;

    /// <summary>Whether a kind can be that strong.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="factor">Its strength.</param>
    public static bool Takes(CorruptionKind kind, NoiseFactor factor) =>
        factor.Low >= 0 && factor.High >= factor.Low && factor.High <= (IsDeviation(kind) ? float.MaxValue : 1);

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
        float factor = Factor.Draw(seed, epoch, picture);
        if (IsDeviation(Kind) && factor > 0)
        {
            GaussianNoise.Add(clean, corrupted, factor, Kind == CorruptionKind.Gaussian, seed, (uint)RandomPurpose.Noise, epoch, picture);
            return;
        }
        clean.CopyTo(corrupted);
        if (Kind == CorruptionKind.SaltPepper)
        {
            SaltAndPepper(corrupted, factor, seed, epoch, picture);
        }
        else if (Kind == CorruptionKind.Mask)
        {
            Mask(corrupted, factor, width, height, seed, epoch, picture);
        }
    }

    private static void SaltAndPepper(Span<float> values, float factor, ulong seed, uint epoch, uint picture)
    {
        // Compared in 64 bits, so that s = 1 takes every pixel and s = 0 none.
        ulong threshold = (ulong)((double)factor * (1UL << 31));
        Span<uint> words = stackalloc uint[4];
        int pixels = values.Length / 3;
        for (int first = 0; first < pixels; first += 4)
        {
            (words[0], words[1], words[2], words[3]) =
                Philox.Generate((uint)first / 4, picture, epoch, (uint)RandomPurpose.Noise, (uint)seed, (uint)(seed >> 32));
            for (int i = 0; i < 4 && first + i < pixels; i++)
            {
                if (words[i] >> 1 < threshold)
                {
                    values.Slice(3 * (first + i), 3).Fill(words[i] & 1);
                }
            }
        }
    }

    private static void Mask(Span<float> values, float factor, int width, int height, ulong seed, uint epoch, uint picture)
    {
        int side = Math.Min(Math.Min(width, height), (int)MathF.Round(MathF.Sqrt(width * (float)height) * MathF.Sqrt(factor)));
        (uint x, uint y, _, _) = Philox.Generate(0, picture, epoch, (uint)RandomPurpose.Noise, (uint)seed, (uint)(seed >> 32));
        int left = (int)((ulong)x * (uint)(width - side + 1) >> 32), top = (int)((ulong)y * (uint)(height - side + 1) >> 32);
        for (int row = top; row < top + side; row++)
        {
            values.Slice(3 * (row * width + left), 3 * side).Clear();
        }
    }
}
