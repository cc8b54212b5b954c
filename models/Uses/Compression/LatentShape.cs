namespace ILGpuAutoencoders.Models.Uses.Compression;

/// <summary>
/// How far latent numbers are from their means, in 64ths of their deviations: a histogram of both sides together, evenly filled within
/// each of its bins.
/// </summary>
internal sealed class LatentShape
{
    // Up to the end of bin i, which is i + 1/2: the share of all numbers, and the sum of distances per number.
    private readonly double[] _shares = new double[CodecStatistics.Reach + 1], _sums = new double[CodecStatistics.Reach + 1];

    /// <summary>The shape that was counted.</summary>
    /// <param name="counts">As in <see cref="CodecStatistics.Counts"/>.</param>
    internal LatentShape(long[] counts)
    {
        const int Middle = CodecStatistics.Reach;
        double all = Math.Max(1, counts.Sum());
        for (int i = 0; i <= Middle; i++)
        {
            double share = (i == 0 ? counts[Middle] : counts[Middle - i] + counts[Middle + i]) / all;
            _shares[i] = (i == 0 ? 0 : _shares[i - 1]) + share;
            // The mean of bin 0, which is half as wide, is 1/4.
            _sums[i] = (i == 0 ? 0 : _sums[i - 1]) + share * (i == 0 ? 0.25 : i);
        }
    }

    /// <summary>Which share of numbers is between two distances, and their mean distance; 0 and 0 if none is.</summary>
    /// <param name="from">0 or more, in 64ths of a deviation.</param>
    /// <param name="to">Above that, or infinity.</param>
    internal (double Share, double Mean) Between(double from, double to)
    {
        var (low, lowSum) = UpTo(from);
        var (high, highSum) = UpTo(to);
        return high > low ? (high - low, (highSum - lowSum) / (high - low)) : (0, 0);
    }

    private (double Share, double Sum) UpTo(double distance)
    {
        if (distance >= CodecStatistics.Reach + 0.5)
        {
            return (_shares[^1], _sums[^1]);
        }

        int bin = (int)(distance + 0.5);
        double start = Math.Max(0, bin - 0.5), width = bin == 0 ? 0.5 : 1, before = bin == 0 ? 0 : _shares[bin - 1];
        double share = (_shares[bin] - before) * ((distance - start) / width);
        return (before + share, (bin == 0 ? 0 : _sums[bin - 1]) + share * ((distance + start) / 2));
    }
}
