using System.Globalization;
using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Data;

/// <summary>
/// The strength of the noise added to inputs: one for all pictures, or a range from which each picture's strength is drawn anew each
/// epoch.
/// </summary>
/// <param name="Low">The least strength.</param>
/// <param name="High">The greatest; equal to the least if all pictures have the same.</param>
public readonly record struct NoiseFactor(float Low, float High)
{
    private const string To = "..";

    /// <summary>One strength for all pictures.</summary>
    /// <param name="factor">The strength.</param>
    public static implicit operator NoiseFactor(float factor) => new(factor, factor);

    /// <summary>Reads <c>S</c> or <c>LOW..HIGH</c>.</summary>
    /// <param name="text">The text, in the invariant culture.</param>
    /// <param name="factor">What was read.</param>
    /// <returns>Whether it is valid, with LOW at most HIGH.</returns>
    public static bool TryParse(string text, out NoiseFactor factor)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] ends = text.Split(To);
        factor = default;
        if (ends.Length > 2 || !TryRead(ends[0], out float low) || !TryRead(ends[^1], out float high) || low > high)
        {
            return false;
        }

        factor = new NoiseFactor(low, high);
        return true;
    }

    /// <summary>The strength for a picture: uniform in the range, from (seed, epoch, picture) alone.</summary>
    /// <param name="seed">Key of the random numbers.</param>
    /// <param name="epoch">The epoch, or <see cref="Corruption.EvaluationEpoch"/>.</param>
    /// <param name="picture">Index of the picture in its set.</param>
    internal float Draw(ulong seed, uint epoch, uint picture)
    {
        // The noise itself counts up from 0 in the first word.
        uint word = Low == High
            ? 0
            : Philox.Generate(uint.MaxValue, picture, epoch, (uint)RandomPurpose.Noise, (uint)seed, (uint)(seed >> 32)).X;
        return Low + ((High - Low) * Philox.ToUnit(word));
    }

    /// <summary>The text that <see cref="TryParse"/> reads.</summary>
    public override string ToString() => Low == High
        ? Low.ToString("R", CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{Low:R}{To}{High:R}");

    private static bool TryRead(string text, out float value) =>
        float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
}
