using System.Globalization;

namespace ILGpuAutoencoders.Models.Uses.Compression;

/// <summary>How a codec stands to its controls over bytes, in sentences that follow from the numbers.</summary>
internal static class RateFindings
{
    // What a person cannot see, and seeds differ by.
    private const double SameDecibels = 0.05;

    // Above this a control's files are too much larger than ours for their PSNR to count against ours.
    private const double EqualBytes = 1.05;

    private enum Standing
    {
        Ahead,
        Level,
        Behind,
        Alone,
    }

    /// <summary>A sentence for each control.</summary>
    /// <param name="rows">Those of one run.</param>
    internal static IEnumerable<string> Of(IReadOnlyList<RateRow> rows)
    {
        yield return Of("JPEG", rows, row => new RateControl(row.JpegBytes, row.JpegPsnr, row.JpegLarger, row.JpegBytesAtPsnr));
        yield return Of("WebP", rows, row => row.Webp);
        if (rows.All(row => row.Klt is not null))
        {
            yield return Of("KLT", rows, row => row.Klt!);
        }
    }

    private static string Of(string control, IReadOnlyList<RateRow> rows, Func<RateRow, RateControl> of)
    {
        var parts = new List<string>();
        RateRow[] ordered = [.. rows.OrderBy(row => row.Bytes)];
        for (int first = 0, next; first < ordered.Length; first = next)
        {
            var standing = StandingOf(ordered[first], of(ordered[first]));
            next = first + 1;
            while (next < ordered.Length && StandingOf(ordered[next], of(ordered[next])) == standing)
            {
                next++;
            }

            double[] differences = [.. ordered[first..next].Select(row => Math.Abs(row.Psnr - of(row).Psnr))];
            string size = Range(differences.Min(), differences.Max(), "0.00"),
                at = $"at {Range(ordered[first].Bytes, ordered[next - 1].Bytes, "0")} bytes";
            parts.Add(standing switch
            {
                Standing.Ahead => $"{size} dB ahead of it {at}",
                Standing.Level => $"level with it {at}",
                Standing.Behind => $"{size} dB behind it {at}",
                _ => $"not comparable {at}, since its smallest files are larger and closer",
            });
        }

        return $"{rows[0].Run} beside {control}: {string.Join("; ", parts)}.";
    }

    private static Standing StandingOf(RateRow row, RateControl control) => (row.Psnr - control.Psnr) switch
    {
        >= SameDecibels => Standing.Ahead,
        _ when control.Bytes > EqualBytes * row.Bytes => Standing.Alone,
        > -SameDecibels => Standing.Level,
        _ => Standing.Behind,
    };

    private static string Range(double from, double to, string format)
    {
        string low = from.ToString(format, CultureInfo.InvariantCulture),
            high = to.ToString(format, CultureInfo.InvariantCulture);
        return low == high ? low : $"{low} to {high}";
    }
}
