using ILGpuAutoencoders.Data;

namespace ILGpuAutoencoders.Models.Evaluation;

/// <summary>
/// Principal components of pictures, exact: the best linear autoencoder of a latent size (Baldi and Hornik, 1989), and so the
/// control of every other. With fewer pictures than values a picture the Gram matrix of the pictures is decomposed, else their covariance.
/// </summary>
internal sealed class Pca
{
    private const int ComponentsPerPass = 16;

    private readonly double[] _mean;

    internal Pca(double[] mean, double[][] components, double[] variances)
    {
        _mean = mean;
        Components = components;
        Variances = variances;
    }

    /// <summary>Number of components.</summary>
    public int Count => Components.Count;

    /// <summary>Directions of length 1, at right angles, of the largest variance first: size x size x 3 values each.</summary>
    public IReadOnlyList<double[]> Components { get; }

    /// <summary>The mean picture: size x size x 3 values in [0, 1].</summary>
    public IReadOnlyList<double> Mean => _mean;

    /// <summary>The variance of the pictures along each, values in [0, 1], divided by their number.</summary>
    public IReadOnlyList<double> Variances { get; }

    /// <summary>Fits components to pictures.</summary>
    /// <param name="pictures">2 pictures or more.</param>
    /// <param name="count">Components wanted; fewer come where the pictures span fewer.</param>
    /// <param name="cancellation">Stops the work between its stages.</param>
    public static Pca Fit(PixelSet pictures, int count, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        ArgumentOutOfRangeException.ThrowIfLessThan(pictures.Count, 2, nameof(pictures));
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        int n = pictures.Count, d = pictures.ImageLength;
        var mean = MeanOf(pictures);
        count = Math.Min(count, Math.Min(n - 1, d));
        cancellation.ThrowIfCancellationRequested();
        return n < d ? FitByGram(pictures, mean, count, cancellation) : FitByCovariance(pictures, mean, count, cancellation);
    }

    /// <summary>The point nearest to a picture among the mean plus combinations of the components.</summary>
    /// <param name="picture">size x size x 3 values.</param>
    /// <param name="result">As many values; not clamped.</param>
    public void Reconstruct(ReadOnlySpan<float> picture, Span<float> result)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(result.Length, _mean.Length);
        double[] projection = Project(picture), sum = [.. _mean];
        for (int k = 0; k < projection.Length; k++)
        {
            Rows.AddScaled(projection[k], Components[k], sum);
        }

        for (int i = 0; i < sum.Length; i++)
        {
            result[i] = (float)sum[i];
        }
    }

    /// <summary>The coordinates of a picture along the components: the latent vector of the best linear autoencoder.</summary>
    /// <param name="picture">size x size x 3 values.</param>
    public double[] Project(ReadOnlySpan<float> picture)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(picture.Length, _mean.Length);
        var centred = new double[_mean.Length];
        for (int i = 0; i < centred.Length; i++)
        {
            centred[i] = picture[i] - _mean[i];
        }

        return [.. Components.Select(component => Rows.Dot(component, centred))];
    }

    /// <summary>Reconstructs several pictures.</summary>
    internal void ReconstructAll(ReadOnlySpan<float> pictures, Span<float> results, int count)
    {
        int length = _mean.Length;
        for (int i = 0; i < count; i++)
        {
            Reconstruct(pictures.Slice(i * length, length), results.Slice(i * length, length));
        }
    }

    /// <summary>With X = U S Vᵀ the centred pictures, X Xᵀ = U S² Uᵀ, and a component is Xᵀ u / s.</summary>
    private static Pca FitByGram(PixelSet pictures, double[] mean, int count, CancellationToken cancellation)
    {
        int n = pictures.Count, d = pictures.ImageLength;
        double[] gram = ByteProducts.Gram((i, row) => Widen(pictures.Image(i), row), n, d);
        CentreGram(gram, n);
        cancellation.ThrowIfCancellationRequested();
        var (values, vectors) = SymmetricEigen.Largest(gram, n, count);
        cancellation.ThrowIfCancellationRequested();
        count = SpannedBy(values);
        var components = new double[count][];
        Parallel.For(0, (count + ComponentsPerPass - 1) / ComponentsPerPass, pass =>
        {
            int first = pass * ComponentsPerPass, end = Math.Min(first + ComponentsPerPass, count);
            var centred = new double[d];
            for (int k = first; k < end; k++)
            {
                components[k] = new double[d];
            }

            for (int i = 0; i < n; i++)
            {
                Centre(pictures.Image(i), mean, centred);
                for (int k = first; k < end; k++)
                {
                    Rows.AddScaled(vectors[k * n + i], centred, components[k]);
                }
            }
        });
        Parallel.ForEach(components, Normalize);
        return new Pca(mean, components, [.. values.Take(count).Select(value => value / (255.0 * 255.0 * n))]);
    }

    private static Pca FitByCovariance(PixelSet pictures, double[] mean, int count, CancellationToken cancellation)
    {
        int n = pictures.Count, d = pictures.ImageLength;
        double[] products = ByteProducts.Gram((column, row) =>
        {
            for (int i = 0; i < n; i++)
            {
                row[i] = pictures.Image(i)[column];
            }
        }, d, n);
        for (int i = 0; i < d; i++)
        {
            // Σ x y - n · mean x · mean y, with means of levels.
            Rows.AddScaled(-255.0 * 255.0 * n * mean[i], mean, products.AsSpan(i * d, d));
        }

        cancellation.ThrowIfCancellationRequested();
        var (values, vectors) = SymmetricEigen.Largest(products, d, count);
        count = SpannedBy(values);
        return new Pca(
            mean, [.. Enumerable.Range(0, count).Select(k => vectors.AsSpan(k * d, d).ToArray())],
            [.. values.Take(count).Select(value => value / (255.0 * 255.0 * n))]);
    }

    /// <summary>G - 1/n 1 G - 1/n G 1 + 1/n² 1 G 1: the products of pictures less their mean.</summary>
    internal static void CentreGram(double[] gram, int n)
    {
        var means = new double[n];
        for (int i = 0; i < n; i++)
        {
            double sum = 0;
            foreach (double product in gram.AsSpan(i * n, n))
            {
                sum += product;
            }

            means[i] = sum / n;
        }

        double all = means.Sum() / n;
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                gram[i * n + j] += all - means[i] - means[j];
            }
        }
    }

    /// <summary>Directions without variance are noise of rounding: they are left out.</summary>
    private static int SpannedBy(double[] values) => Math.Max(1, values.Count(value => value > 1e-12 * values[0]));

    internal static double[] MeanOf(PixelSet pictures)
    {
        var sums = new long[pictures.ImageLength];
        for (int i = 0; i < pictures.Count; i++)
        {
            var image = pictures.Image(i);
            for (int j = 0; j < sums.Length; j++)
            {
                sums[j] += image[j];
            }
        }

        return Array.ConvertAll(sums, sum => sum / (255.0 * pictures.Count));
    }

    private static void Widen(ReadOnlySpan<byte> image, Span<short> row)
    {
        for (int j = 0; j < row.Length; j++)
        {
            row[j] = image[j];
        }
    }

    private static void Centre(ReadOnlySpan<byte> image, double[] mean, double[] centred)
    {
        for (int j = 0; j < centred.Length; j++)
        {
            centred[j] = image[j] * (1 / 255.0) - mean[j];
        }
    }

    private static void Normalize(double[] vector)
    {
        double scale = 1 / Math.Sqrt(Rows.Dot(vector, vector));
        for (int j = 0; j < vector.Length; j++)
        {
            vector[j] *= scale;
        }
    }
}
