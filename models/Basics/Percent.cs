using System.Globalization;

namespace ILGpuAutoencoders.Models.Basics;

/// <summary>A share as people write it: 1% or 0.01.</summary>
internal static class Percent
{
    internal static string Format(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.######}%");

    internal static bool TryParse(string text, out double share)
    {
        bool isPercent = text.EndsWith('%');
        bool ok = double.TryParse(isPercent ? text[..^1] : text, NumberStyles.Float, CultureInfo.InvariantCulture, out share);
        share /= isPercent ? 100 : 1;
        return ok;
    }
}
