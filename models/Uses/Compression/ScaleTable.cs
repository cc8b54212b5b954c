namespace ILGpuAutoencoders.Models.Uses.Compression;

/// <summary>
/// What is expected of numbers of one scale class, that is of about one ratio of deviation and step: how often they are so many steps
/// from their mean, and where within a step they then are.
/// </summary>
/// <remarks>
/// Encoder and decoder must have the same frequencies on every machine: nothing here but additions, multiplications and divisions of
/// doubles, which IEEE 754 rounds alike everywhere.
/// </remarks>
internal sealed class ScaleTable
{
    /// <summary>Classes: log2 of deviation over step, in quarters. Below the least all numbers are 0 steps from their mean.</summary>
    internal const int LeastClass = -16, LargestClass = 40;

    // 2^(i/4), and the limits between them, 2^((2i + 1)/8).
    private static readonly double[] s_quarters = [1, 1.189207115002721, 1.4142135623730951, 1.681792830507429];
    private static readonly double[] s_limits = [1.0905077326652577, 1.2968395546510096, 1.5422108254079407, 1.8340080864093424];

    private readonly double[] _points;
    private readonly double[] _costs;

    /// <summary>The table of a class.</summary>
    /// <param name="shape">How numbers of any deviation are distributed.</param>
    /// <param name="scale">The class.</param>
    internal ScaleTable(LatentShape shape, int scale)
    {
        double step = CodecStatistics.StepsPerDeviation * Power(-scale);
        Reach = 1 + (int)(CodecStatistics.Reach / step);
        long[] counts = new long[2 * Reach + 1];
        _points = new double[Reach + 1];
        for (int k = 0; k <= Reach; k++)
        {
            var (share, mean) = shape.Between(Math.Max(0, k - 0.5) * step, k < Reach ? (k + 0.5) * step : double.PositiveInfinity);
            _points[k] = k == 0 ? 0 : share > 0 ? Math.Clamp(mean / step, k - 0.5, k + 0.5) : k;
            counts[Reach - k] = counts[Reach + k] = (long)(share * (1L << (k == 0 ? 40 : 39)));
        }

        Frequencies = new FrequencyTable(counts);
        _costs = [.. Enumerable.Range(0, Reach + 1).Select(
            k => FrequencyTable.TotalBits - Math.Log2(Frequencies[Reach + k].Frequency))];
    }

    /// <summary>The most steps from the mean.</summary>
    internal int Reach { get; }

    /// <summary>How often each number of steps is expected, from -<see cref="Reach"/> to <see cref="Reach"/>.</summary>
    internal FrequencyTable Frequencies { get; }

    /// <summary>2^(quarters / 4).</summary>
    internal static double Power(int quarters) => Math.ScaleB(s_quarters[quarters & 3], quarters >> 2);

    /// <summary>The nearest number of quarters that a positive ratio is 2^(quarters / 4) of.</summary>
    internal static int QuartersOf(double ratio)
    {
        int exponent = Math.ILogB(ratio);
        double mantissa = Math.ScaleB(ratio, -exponent);
        return 4 * exponent + s_limits.Count(limit => mantissa >= limit);
    }

    /// <summary>
    /// Steps to keep a number in: the nearest or the next towards the mean, whichever is better by squared error and bits, weighed as a
    /// finer step would trade them.
    /// </summary>
    /// <param name="value">The distance from the mean, in steps.</param>
    internal int Quantise(double value)
    {
        int near = (int)Math.Min(Math.Round(Math.Abs(value)), Reach);
        if (near > 0 && Cost(value, near - 1) <= Cost(value, near))
        {
            near--;
        }

        return value < 0 ? -near : near;
    }

    /// <summary>The distance from the mean that so many steps stand for, in steps: the mean of those numbers.</summary>
    internal double PointOf(int steps) => steps < 0 ? -_points[-steps] : _points[steps];

    // At a fine step of size 1 the squared error is 1/12, and one bit more quarters it: d(error)/d(bit) = -2 ln 2 / 12.
    private double Cost(double value, int steps)
    {
        double error = Math.Abs(value) - _points[steps];
        return error * error + (2 * 0.6931471805599453 / 12 * _costs[steps]);
    }
}
