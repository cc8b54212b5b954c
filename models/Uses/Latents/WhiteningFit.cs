using ILGpuAutoencoders.Models.PrincipalComponents;

namespace ILGpuAutoencoders.Models.Uses.Latents;

/// <summary>
/// Linear maps of vectors under which the training vectors, or their differences within classes, vary alike in all directions.
/// </summary>
internal static class WhiteningFit
{
    // Shares of a sphere of the same trace: few pictures leave a covariance nearly singular. Chosen on people of train and val.
    private const double Shrinkage = 0.1, WithinShrinkage = 0.05;

    /// <summary>Fits both maps.</summary>
    /// <param name="vectors">2 vectors or more.</param>
    /// <param name="mirrored">Of the mirror images of the same pictures; null where they do not count.</param>
    /// <param name="classes">The class of each picture; null for none.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>
    /// The mean vector, the map that whitens all, and the one that whitens differences within classes: null unless two classes have
    /// pictures and one has two. Maps are square and row-major.
    /// </returns>
    internal static (double[] Mean, double[] Whitened, double[]? Classes) Of(
        IReadOnlyList<double[]> vectors, IReadOnlyList<double[]>? mirrored, IReadOnlyList<string?> classes, CancellationToken cancellation)
    {
        int length = vectors[0].Length;
        double[][] all = [.. vectors, .. mirrored ?? []];
        double[] mean = MeanOf(all, length);
        double[] total = Covariance([.. all.Select(vector => Less(vector, mean))], length, cancellation);
        double[] whitened = InverseFactor(Shrunk(total, Shrinkage), length, cancellation);
        double[][]? within = WithinClasses(vectors, mirrored, classes, length);
        if (within is null)
        {
            return (mean, whitened, null);
        }

        // Shrunk where all vectors vary alike, then taken back.
        double[][] rows = [.. whitened.Chunk(length)];
        double[][] white = new double[within.Length][];
        Parallel.For(0, within.Length, new ParallelOptions { CancellationToken = cancellation }, i => white[i] = Map(rows, within[i]));
        double[] covariance = Covariance(white, length, cancellation);
        double[] inner = InverseFactor(Shrunk(covariance, WithinShrinkage), length, cancellation);
        double[] product = new double[length * length];
        Parallel.For(0, length, i =>
        {
            for (int k = 0; k <= i; k++)
            {
                Rows.AddScaled(inner[(i * length) + k], rows[k], product.AsSpan(i * length, length));
            }
        });
        return (mean, whitened, product);
    }

    /// <summary>A vector under a map.</summary>
    internal static double[] Map(IReadOnlyList<double[]> rows, double[] vector) => [.. rows.Select(row => Rows.Dot(row, vector))];

    /// <summary>A vector less another.</summary>
    internal static double[] Less(double[] vector, double[] other) => [.. vector.Zip(other, (a, b) => a - b)];

    /// <summary>The differences of vectors from the mean of their class, scaled by what estimating that mean took from them.</summary>
    private static double[][]? WithinClasses(
        IReadOnlyList<double[]> vectors, IReadOnlyList<double[]>? mirrored, IReadOnlyList<string?> classes, int length)
    {
        var groups = Enumerable.Range(0, vectors.Count).Where(i => classes[i] is not null).GroupBy(i => classes[i]!).ToList();
        if (groups.Count < 2 || groups.All(group => group.Count() < 2))
        {
            return null;
        }

        var differences = new List<double[]>();
        foreach (var group in groups)
        {
            double[][] members =
                [.. group.Select(i => vectors[i]), .. mirrored is null ? [] : group.Select(i => mirrored[i])];
            if (members.Length > 1)
            {
                double[] mean = MeanOf(members, length);
                double scale = Math.Sqrt(members.Length / (members.Length - 1.0));
                differences.AddRange(members.Select(member => Array.ConvertAll(Less(member, mean), value => value * scale)));
            }
        }

        return [.. differences];
    }

    private static double[] MeanOf(double[][] vectors, int length)
    {
        double[] mean = new double[length];
        foreach (double[] vector in vectors)
        {
            Rows.AddScaled(1.0 / vectors.Length, vector, mean);
        }

        return mean;
    }

    // Each row of the sum is one thread's, in the order of the vectors.
    private static double[] Covariance(double[][] centred, int length, CancellationToken cancellation)
    {
        double[] covariance = new double[length * length];
        Parallel.For(0, length, new ParallelOptions { CancellationToken = cancellation }, j =>
        {
            var row = covariance.AsSpan(j * length, length);
            foreach (double[] vector in centred)
            {
                Rows.AddScaled(vector[j] / centred.Length, vector, row);
            }
        });
        return covariance;
    }

    /// <summary>A covariance mixed with a sphere; a positive one even where all vectors are the same.</summary>
    private static double[] Shrunk(double[] covariance, double share)
    {
        int length = (int)Math.Sqrt(covariance.Length);
        double sphere = (Enumerable.Range(0, length).Sum(j => covariance[(j * length) + j]) / length) + 1e-12;
        double[] mixed = Array.ConvertAll(covariance, value => (1 - share) * value);
        for (int j = 0; j < length; j++)
        {
            mixed[(j * length) + j] += share * sphere;
        }

        return mixed;
    }

    private static double[] InverseFactor(double[] covariance, int length, CancellationToken cancellation)
    {
        Cholesky.Factor(covariance, length, cancellation);
        return Cholesky.Inverse(covariance, length, cancellation);
    }
}
