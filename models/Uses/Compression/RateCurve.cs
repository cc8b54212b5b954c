namespace ILGpuAutoencoders.Models.Uses.Compression;

/// <summary>Mean bytes and PSNR of a codec over its steps, and between them.</summary>
/// <param name="steps">Number of steps, 1 or more.</param>
internal sealed class RateCurve(int steps)
{
    private readonly (double Bytes, double Psnr)[] _sums = new (double, double)[steps];
    private int _count;

    /// <summary>Adds a picture.</summary>
    /// <param name="rates">Bytes and PSNR in dB at each step, coarsest first.</param>
    internal void Add(IEnumerable<(int Bytes, double Psnr)> rates)
    {
        foreach (var (i, rate) in rates.Index())
        {
            _sums[i] = (_sums[i].Bytes + rate.Bytes, _sums[i].Psnr + rate.Psnr);
        }

        _count++;
    }

    /// <summary>The codec at another's mean bytes and PSNR, linear between steps.</summary>
    internal RateControl At(double bytes, double psnr)
    {
        var points = Array.ConvertAll(_sums, sum => (sum.Bytes / _count, sum.Psnr / _count));
        double used = Math.Clamp(bytes, points[0].Item1, points[^1].Item1);
        return new RateControl(
            used, Between(points, used) ?? points[0].Item2, bytes < points[0].Item1 ? _count : 0,
            psnr <= points[0].Item2 ? points[0].Item1 : Between([.. points.Select(point => (point.Item2, point.Item1))], psnr));
    }

    /// <summary>The second number where the first is a given one; null where it never is.</summary>
    private static double? Between((double X, double Y)[] points, double x)
    {
        for (int i = 1; i < points.Length; i++)
        {
            var (from, to) = (points[i - 1], points[i]);
            if (from.X <= x && x <= to.X)
            {
                return to.X > from.X ? from.Y + (to.Y - from.Y) * (x - from.X) / (to.X - from.X) : from.Y;
            }
        }

        return null;
    }
}
