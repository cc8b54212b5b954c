using ILGpuAutoencoders.Data;

namespace ILGpuAutoencoders.Models.PrincipalComponents;

/// <summary>
/// Principal components of few pictures, exact to rounding. With fewer pictures than values per picture, the Gram matrix of the pictures is
/// decomposed, otherwise their covariance. Its time grows with the cube of the smaller number.
/// </summary>
internal static class ExactPca
{
    private const int ComponentsPerPass = 16;

    // Levels squared: two pictures that differ in one value by one level have half of that as their variance, times two pictures.
    private const double LeastVariance = 0.25;

    /// <summary>Fits components.</summary>
    /// <param name="pictures">2 pictures or more.</param>
    /// <param name="count">Components wanted; fewer come where the pictures span fewer.</param>
    /// <param name="cancellation">Stops the work.</param>
    internal static Pca Fit(PixelSet pictures, int count, CancellationToken cancellation)
    {
        int n = pictures.Count, d = pictures.ImageLength;
        double[] mean = Pca.MeanOf(pictures, cancellation);
        count = Math.Min(count, Math.Min(n - 1, d));
        cancellation.ThrowIfCancellationRequested();
        return n < d ? FitByGram(pictures, mean, count, cancellation) : FitByCovariance(pictures, mean, count, cancellation);
    }

    /// <summary>With X = U S Vᵀ the centred pictures, X Xᵀ = U S² Uᵀ, and a component is Xᵀ u / s.</summary>
    private static Pca FitByGram(PixelSet pictures, double[] mean, int count, CancellationToken cancellation)
    {
        int n = pictures.Count, d = pictures.ImageLength;
        double[] gram = ByteProducts.Gram((i, row) => Widen(pictures.Image(i), row), n, d, cancellation);
        CentreGram(gram, n);
        cancellation.ThrowIfCancellationRequested();
        var (values, vectors) = SymmetricEigen.Largest(gram, n, count, cancellation);
        cancellation.ThrowIfCancellationRequested();
        count = SpannedBy(values);
        double[][] components = new double[count][];
        var stoppable = new ParallelOptions { CancellationToken = cancellation };
        Parallel.For(0, (count + ComponentsPerPass - 1) / ComponentsPerPass, stoppable, pass =>
        {
            int first = pass * ComponentsPerPass, end = Math.Min(first + ComponentsPerPass, count);
            double[] centred = new double[d];
            byte[] room = new byte[d];
            for (int k = first; k < end; k++)
            {
                components[k] = new double[d];
            }

            for (int i = 0; i < n; i++)
            {
                Centre(pictures.Image(i, room), mean, centred);
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
        var (products, _) = ByteProducts.OfColumns((i, row) => Widen(pictures.Image(i), row), n, d, cancellation);
        for (int i = 0; i < d; i++)
        {
            // Σ x y - n · mean x · mean y, with means of levels.
            Rows.AddScaled(-255.0 * 255.0 * n * mean[i], mean, products.AsSpan(i * d, d));
        }

        cancellation.ThrowIfCancellationRequested();
        var (values, vectors) = SymmetricEigen.Largest(products, d, count, cancellation);
        count = SpannedBy(values);
        return new Pca(
            mean, [.. Enumerable.Range(0, count).Select(k => vectors.AsSpan(k * d, d).ToArray())],
            [.. values.Take(count).Select(value => value / (255.0 * 255.0 * n))]);
    }

    /// <summary>G - 1/n 1 G - 1/n G 1 + 1/n² 1 G 1: the products of pictures less their mean.</summary>
    internal static void CentreGram(double[] gram, int n)
    {
        double[] means = new double[n];
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

    /// <summary>How many directions vary: without variance they are rounding noise.</summary>
    /// <param name="values">Sums of squares along directions in squared levels, largest first.</param>
    internal static int SpannedBy(double[] values) => values[0] < LeastVariance ? 0 : values.Count(value => value > 1e-12 * values[0]);

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
