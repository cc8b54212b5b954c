using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Models.PrincipalComponents;

/// <summary>
/// Principal components of many pictures, by randomised block Krylov iteration (Halko, Martinsson and Tropp, 2011; Musco and Musco,
/// 2015). See the README beside it.
/// </summary>
internal static class KrylovPca
{
    /// <summary>The most steps.</summary>
    internal const int MostSteps = 24;

    private const int LeastSteps = 4, LeastWidth = 16;
    private const ulong Seed = 0;

    // A step that explains less than this share of what is left is the last. A thousandth of what is left is 0.004 dB.
    private const double Tolerance = 1e-4;

    // Directions of less variance, in squared values of [0, 1] or as a share of the largest, are rounding of float products.
    private const double LeastVariance = 1e-9, LeastShare = 1e-8;

    /// <summary>Fits components. They are the same for equal pictures, with any number of threads.</summary>
    /// <param name="device">Computes the products.</param>
    /// <param name="pictures">2 pictures or more.</param>
    /// <param name="count">Components wanted; fewer come where the pictures span fewer.</param>
    /// <param name="isMirrored">Whether the mirror images of the pictures count as well.</param>
    /// <param name="progress">Receives the steps that are done, and the most there can be; null for none.</param>
    /// <param name="ranks">Divide the products; this is rank 0.</param>
    /// <param name="cancellation">Stops the work.</param>
    internal static Pca Fit(
        SimdDevice device, PixelSet pictures, int count, bool isMirrored, Action<int, int>? progress, CovarianceRanks ranks,
        CancellationToken cancellation)
    {
        var (mean, variance) = Moments(pictures, cancellation);
        if (isMirrored)
        {
            double[] mirror = MirroredPca.Mirror(mean, pictures.Shape), average = [.. mean.Zip(mirror, (a, b) => (a + b) / 2)];
            variance += mean.Zip(average, (a, b) => (a - b) * (a + b)).Sum();
            mean = average;
        }

        int width = Math.Max(LeastWidth, (count + 3) / 4), most = Math.Min(MostSteps * width, pictures.Count);
        ranks.Begin(mean);
        KrylovSpace[] spaces =
        [
            .. PictureCovariance.Of(device, pictures, isMirrored, mean, ranks).Select((covariance, i) => new KrylovSpace(
                covariance, width, most, new RandomStream(Seed, RandomPurpose.Statistics, epoch: 1, item: (uint)i), cancellation)),
        ];
        progress?.Invoke(0, MostSteps);
        double explained = 0;
        for (int step = 1; step <= MostSteps; step++)
        {
            Array.ForEach(spaces, space => space.Step(cancellation));
            progress?.Invoke(step, MostSteps);
            double before = explained;
            explained = spaces.SelectMany(space => space.Variances(cancellation)).OrderDescending().Take(count).Sum();
            if (step >= LeastSteps && explained - before <= Tolerance * (variance - explained))
            {
                break;
            }
        }

        (double Variance, double[] Direction)[] largest =
        [
            .. spaces.SelectMany(space => space.Directions(count, cancellation))
                .OrderByDescending(component => component.Variance)
                .Take(count),
        ];
        double least = Math.Max(LeastVariance, LeastShare * largest[0].Variance);
        largest = [.. largest.Where(component => component.Variance > least)];
        return new Pca(mean, [.. largest.Select(component => component.Direction)], [.. largest.Select(component => component.Variance)]);
    }

    /// <summary>The mean picture, and the variance of all values together.</summary>
    private static (double[] Mean, double Variance) Moments(PixelSet pictures, CancellationToken cancellation)
    {
        double[] mean = Pca.MeanOf(pictures, cancellation);
        byte[] room = new byte[pictures.ImageLength];
        double squares = 0;
        for (int i = 0; i < pictures.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            long sum = 0;
            foreach (byte level in pictures.Image(i, room))
            {
                sum += level * level;
            }

            squares += sum;
        }

        return (mean, (squares / (255.0 * 255.0 * pictures.Count)) - Rows.Dot(mean, mean));
    }
}
