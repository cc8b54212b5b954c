using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace ILGpuAutoencoders.Data;

/// <summary>The area of a picture kept before resizing: the whole (stretched if it is not square) or a centred square.</summary>
public readonly record struct Crop
{
    private readonly float _fraction;

    private Crop(float fraction) => _fraction = fraction;

    /// <summary>The whole picture; the default.</summary>
    public static Crop Whole => default;

    /// <summary>The largest centred square.</summary>
    public static Crop Square => new(1);

    /// <summary>A centred square of a fraction of the shorter side.</summary>
    /// <param name="fraction">In (0, 1].</param>
    /// <exception cref="ArgumentOutOfRangeException">The fraction is outside (0, 1].</exception>
    public static Crop Center(float fraction) => fraction is > 0 and <= 1
        ? new(fraction)
        : throw new ArgumentOutOfRangeException(nameof(fraction), fraction, "Crop: the fraction of a centre crop must be in (0, 1].");

    /// <summary>Reads <c>whole</c>, <c>square</c> or <c>center:F</c>.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="FormatException">The text is none of these.</exception>
    public static Crop Parse(string text) => TryParse(text, out var crop)
        ? crop
        : throw new FormatException($"'{text}' is not a crop: write whole, square or center:F with 0 < F <= 1, such as center:0.8.");

    /// <summary>Reads <c>whole</c>, <c>square</c> or <c>center:F</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="crop">The crop read.</param>
    public static bool TryParse([NotNullWhen(true)] string? text, out Crop crop)
    {
        const string Prefix = "center:";
        crop = text == "square" ? Square : Whole;
        if (text is "whole" or "square")
        {
            return true;
        }
        if (text is null || !text.StartsWith(Prefix, StringComparison.Ordinal)
            || !float.TryParse(text.AsSpan(Prefix.Length), NumberStyles.Float, CultureInfo.InvariantCulture, out float fraction)
            || fraction is not (> 0 and <= 1))
        {
            return false;
        }
        crop = new Crop(fraction);
        return true;
    }

    /// <summary>
    /// The rectangle kept, in whole pixels: the square's side is rounded, and half a pixel of margin goes up and to the left.
    /// </summary>
    /// <param name="width">Columns of the picture.</param>
    /// <param name="height">Rows of the picture.</param>
    internal (int X, int Y, int Width, int Height) Apply(int width, int height)
    {
        if (_fraction == 0)
        {
            return (0, 0, width, height);
        }
        int side = Math.Max(1, (int)MathF.Round(_fraction * Math.Min(width, height), MidpointRounding.AwayFromZero));
        return ((width - side) / 2, (height - side) / 2, side, side);
    }

    /// <summary>The text that <see cref="Parse"/> reads.</summary>
    public override string ToString() => _fraction switch
    {
        0 => "whole",
        1 => "square",
        _ => string.Create(CultureInfo.InvariantCulture, $"center:{_fraction}"),
    };
}
