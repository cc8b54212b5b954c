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
    /// <param name="factor">s: the deviation for Gaussian (0 or more), a fraction in [0, 1] for the others.</param>
    /// <exception cref="ArgumentOutOfRangeException">The factor is out of its range.</exception>
    public Corruption(CorruptionKind kind, float factor)
    {
        float most = kind == CorruptionKind.Gaussian ? float.MaxValue : 1;
        if (!(factor >= 0 && factor <= most))
        {
            throw new ArgumentOutOfRangeException(nameof(factor), factor,
                kind == CorruptionKind.Gaussian ? "Corruption: the noise factor is 0 or more." : "Corruption: the noise factor lies in [0, 1].");
        }
        Kind = kind;
        Factor = factor;
    }

    /// <summary>No corruption.</summary>
    public static Corruption None { get; } = new(CorruptionKind.None, 0);

    /// <summary>What is done.</summary>
    public CorruptionKind Kind { get; }

    /// <summary>How strongly: s of <see cref="CorruptionKind"/>.</summary>
    public float Factor { get; }

    /// <summary>Whether pictures stay as they are.</summary>
    public bool IsNone => Kind == CorruptionKind.None || Factor == 0;

    /// <summary>Writes the corrupted form of a picture.</summary>
    /// <param name="clean">size x size x 3 values in [0, 1].</param>
    /// <param name="corrupted">As many values; may be the same memory as <paramref name="clean"/>.</param>
    /// <param name="size">Side of the picture in pixels.</param>
    /// <param name="seed">Key of the random numbers.</param>
    /// <param name="epoch">The epoch, or <see cref="EvaluationEpoch"/>.</param>
    /// <param name="picture">Index of the picture in its set.</param>
    public void Apply(ReadOnlySpan<float> clean, Span<float> corrupted, int size, ulong seed, uint epoch, uint picture)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(clean.Length, 3 * size * size);
        ArgumentOutOfRangeException.ThrowIfNotEqual(corrupted.Length, clean.Length);
        if (Kind == CorruptionKind.Gaussian && Factor > 0)
        {
            GaussianNoise.AddClamped(clean, corrupted, Factor, seed, (uint)RandomPurpose.Noise, epoch, picture);
            return;
        }
        clean.CopyTo(corrupted);
        if (Kind == CorruptionKind.SaltPepper)
        {
            SaltAndPepper(corrupted, seed, epoch, picture);
        }
        else if (Kind == CorruptionKind.Mask)
        {
            Mask(corrupted, size, seed, epoch, picture);
        }
    }

    private void SaltAndPepper(Span<float> values, ulong seed, uint epoch, uint picture)
    {
        // Compared in 64 bits, so that s = 1 takes every pixel and s = 0 none.
        ulong threshold = (ulong)((double)Factor * (1UL << 31));
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

    private void Mask(Span<float> values, int size, ulong seed, uint epoch, uint picture)
    {
        int side = Math.Min(size, (int)MathF.Round(size * MathF.Sqrt(Factor)));
        uint places = (uint)(size - side + 1);
        (uint x, uint y, _, _) = Philox.Generate(0, picture, epoch, (uint)RandomPurpose.Noise, (uint)seed, (uint)(seed >> 32));
        int left = (int)((ulong)x * places >> 32), top = (int)((ulong)y * places >> 32);
        for (int row = top; row < top + side; row++)
        {
            values.Slice(3 * (row * size + left), 3 * side).Clear();
        }
    }
}
