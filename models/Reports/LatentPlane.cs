using ILGpuAutoencoders.Models.PrincipalComponents;

namespace ILGpuAutoencoders.Models.Reports;

/// <summary>Vectors in the plane of their two principal components.</summary>
internal static class LatentPlane
{
    /// <summary>Projects vectors. It decomposes the products of vectors with each other, so that their length hardly matters.</summary>
    /// <param name="vectors">count x length values.</param>
    /// <param name="count">Number of vectors, 2 or more.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>The points, and the share of the variance that they show, in [0, 1]; null if all vectors are equal.</returns>
    internal static (IReadOnlyList<(double X, double Y)> Points, double Share)? Of(
        float[] vectors, int count, CancellationToken cancellation = default)
    {
        double[] products = Products(Centred(vectors, count), count, cancellation);
        double variance = Enumerable.Range(0, count).Sum(i => products[(i * count) + i]);
        if (!(variance > 0))
        {
            return null;
        }

        var (values, directions) = SymmetricEigen.Largest(products, count, 2, cancellation);
        double x = Math.Sqrt(Math.Max(0, values[0])), y = Math.Sqrt(Math.Max(0, values[1]));
        return ([.. Enumerable.Range(0, count).Select(i => (x * directions[i], y * directions[count + i]))],
            ((x * x) + (y * y)) / variance);
    }

    private static double[] Centred(float[] vectors, int count)
    {
        int length = vectors.Length / count;
        double[] centred = new double[vectors.Length];
        for (int unit = 0; unit < length; unit++)
        {
            double mean = Enumerable.Range(0, count).Average(i => (double)vectors[(i * length) + unit]);
            for (int i = 0; i < count; i++)
            {
                centred[(i * length) + unit] = vectors[(i * length) + unit] - mean;
            }
        }

        return centred;
    }

    private static double[] Products(double[] vectors, int count, CancellationToken cancellation)
    {
        int length = vectors.Length / count;
        double[] products = new double[count * count];
        for (int i = 0; i < count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            for (int j = 0; j <= i; j++)
            {
                double product = 0;
                for (int unit = 0; unit < length; unit++)
                {
                    product += vectors[(i * length) + unit] * vectors[(j * length) + unit];
                }

                products[(i * count) + j] = products[(j * count) + i] = product;
            }
        }

        return products;
    }
}
