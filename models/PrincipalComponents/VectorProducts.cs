namespace ILGpuAutoencoders.Models.PrincipalComponents;

/// <summary>Products of vectors with each other, whose decomposition hardly depends on the length of the vectors.</summary>
internal static class VectorProducts
{
    /// <summary>The vectors less their mean.</summary>
    /// <param name="vectors">count x length values.</param>
    /// <param name="count">Number of vectors, 1 or more.</param>
    internal static double[] Centred(float[] vectors, int count)
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

    /// <summary>The count x count products of vectors.</summary>
    /// <param name="vectors">count x length values.</param>
    /// <param name="count">Number of vectors, 1 or more.</param>
    /// <param name="cancellation">Stops the work.</param>
    internal static double[] Of(double[] vectors, int count, CancellationToken cancellation)
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
