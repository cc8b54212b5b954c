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
        double[] products = VectorProducts.Of(VectorProducts.Centred(vectors, count), count, cancellation);
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
}
