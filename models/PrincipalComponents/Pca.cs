using ILGpuAutoencoders.Data;

namespace ILGpuAutoencoders.Models.PrincipalComponents;

/// <summary>
/// Principal components of pictures: the best linear autoencoder of a latent size (Baldi and Hornik, 1989), and so the control of every
/// other.
/// </summary>
internal sealed class Pca
{
    /// <summary>Components of at most this many pictures are computed exactly.</summary>
    internal const int MostExact = 1_024;

    private readonly double[] _mean;

    internal Pca(double[] mean, double[][] components, double[] variances)
    {
        _mean = mean;
        Components = components;
        Variances = variances;
    }

    /// <summary>Number of components; 0 where all pictures are the same.</summary>
    internal int Count => Components.Count;

    /// <summary>Orthonormal directions, largest variance first: height x width x channels values each.</summary>
    internal IReadOnlyList<double[]> Components { get; }

    /// <summary>The mean picture: height x width x channels values in [0, 1].</summary>
    internal IReadOnlyList<double> Mean => _mean;

    /// <summary>The variance of the pictures along each, values in [0, 1], divided by their number.</summary>
    internal IReadOnlyList<double> Variances { get; }

    /// <summary>Fits components to pictures: exactly to few, and approximately to many, by <see cref="KrylovPca"/>.</summary>
    /// <param name="pictures">2 pictures or more.</param>
    /// <param name="count">Components wanted; fewer come where the pictures span fewer.</param>
    /// <param name="isMirrored">Whether the mirror images of the pictures count as well.</param>
    /// <param name="progress">Receives the steps that are done, and how many there are; null for none.</param>
    /// <param name="ranks">Divide the work; this is rank 0. Null for this process alone.</param>
    /// <param name="cancellation">Stops the work within a second; that of several ranks after the running step.</param>
    internal static Pca Fit(
        PixelSet pictures, int count, bool isMirrored = false, Action<int, int>? progress = null, CovarianceRanks? ranks = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        ArgumentOutOfRangeException.ThrowIfLessThan(pictures.Count, 2, nameof(pictures));
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        // The exact matrices have the smaller of both as their side; if most components are wanted, a basis for them saves nothing.
        int side = Math.Min(pictures.Count, pictures.ImageLength);
        if (side > MostExact && count <= side / 4)
        {
            ranks ??= CovarianceRanks.Alone;
            using var device = ranks.OpenDevice();
            return KrylovPca.Fit(device, pictures, count, isMirrored, progress, ranks, cancellation);
        }

        return isMirrored ? MirroredPca.Fit(pictures, count, cancellation) : ExactPca.Fit(pictures, count, cancellation);
    }

    /// <summary>The point nearest to a picture among the mean plus combinations of the components.</summary>
    /// <param name="picture">height x width x channels values.</param>
    /// <param name="result">As many values; not clamped.</param>
    internal void Reconstruct(ReadOnlySpan<float> picture, Span<float> result)
    {
        Combine(Project(picture), result);
    }

    /// <summary>The mean plus a combination of the components.</summary>
    /// <param name="coordinates">One for each component.</param>
    /// <param name="result">height x width x channels values; not clamped.</param>
    internal void Combine(ReadOnlySpan<double> coordinates, Span<float> result)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(result.Length, _mean.Length);
        double[] sum = [.. _mean];
        for (int k = 0; k < coordinates.Length; k++)
        {
            if (coordinates[k] != 0)
            {
                Rows.AddScaled(coordinates[k], Components[k], sum);
            }
        }

        for (int i = 0; i < sum.Length; i++)
        {
            result[i] = (float)sum[i];
        }
    }

    /// <summary>The coordinates of a picture along the components: the latent vector of the best linear autoencoder.</summary>
    /// <param name="picture">height x width x channels values.</param>
    internal double[] Project(ReadOnlySpan<float> picture)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(picture.Length, _mean.Length);
        double[] centred = new double[_mean.Length];
        for (int i = 0; i < centred.Length; i++)
        {
            centred[i] = picture[i] - _mean[i];
        }

        return [.. Components.Select(component => Rows.Dot(component, centred))];
    }

    /// <summary>The reconstruction of a picture, in 8 bit.</summary>
    /// <param name="picture">Of the size of the mean picture.</param>
    internal Picture Reconstruct(Picture picture)
    {
        float[] values = new float[picture.Pixels.Length], result = new float[values.Length];
        PixelValues.ToUnit(picture.Pixels, values);
        Reconstruct(values, result);
        return PixelValues.ToPicture(picture.Width, picture.Height, result);
    }

    /// <summary>Reconstructs several pictures.</summary>
    internal void ReconstructAll(ReadOnlySpan<float> pictures, Span<float> results, int count, CancellationToken cancellation)
    {
        int length = _mean.Length;
        for (int i = 0; i < count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            Reconstruct(pictures.Slice(i * length, length), results.Slice(i * length, length));
        }
    }

    /// <summary>The mean of pictures, values in [0, 1].</summary>
    internal static double[] MeanOf(PixelSet pictures, CancellationToken cancellation)
    {
        long[] sums = new long[pictures.ImageLength];
        byte[] room = new byte[pictures.ImageLength];
        for (int i = 0; i < pictures.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var image = pictures.Image(i, room);
            for (int j = 0; j < sums.Length; j++)
            {
                sums[j] += image[j];
            }
        }

        return Array.ConvertAll(sums, sum => sum / (255.0 * pictures.Count));
    }
}
