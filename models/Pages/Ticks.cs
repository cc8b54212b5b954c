using System.Globalization;

namespace ILGpuAutoencoders.Models.Pages;

/// <summary>Round numbers along an axis.</summary>
internal static class Ticks
{
    private const int Most = 6;

    /// <summary>
    /// The multiples of 1, 2 or 5 times a power of 10 within a range, at most six, with as many digits as tell them apart.
    /// </summary>
    /// <param name="low">Where the axis begins.</param>
    /// <param name="high">Where it ends, above that.</param>
    /// <param name="isCounted">Whether only whole numbers have a meaning.</param>
    internal static IReadOnlyList<(double At, string Text)> Of(double low, double high, bool isCounted)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10((high - low) / Most))), step = power;
        foreach (int factor in (ReadOnlySpan<int>)[1, 2, 5, 10])
        {
            step = isCounted ? Math.Max(1, Math.Round(factor * power)) : factor * power;
            if (Math.Floor(high / step) - Math.Ceiling(low / step) < Most)
            {
                break;
            }
        }

        int digits = (int)Math.Max(0, -Math.Floor(Math.Log10(step) + 1e-9));
        string format = digits > 6 || Math.Max(Math.Abs(low), Math.Abs(high)) >= 1e6 ? "0.##e0" : $"F{digits}";
        var ticks = new List<(double, string)>();
        double first = Math.Ceiling(low / step), last = Math.Floor(high / step);
        // Not by adding 1 to a double: above 2^53 that is the same number.
        for (int i = 0; i <= last - first; i++)
        {
            // Adding 0 makes 0 of -0.
            double at = ((first + i) * step) + 0.0;
            ticks.Add((at, at.ToString(format, CultureInfo.InvariantCulture)));
        }

        return ticks;
    }
}
