namespace ILGpuAutoencoders.Tests.TestKit;

/// <summary>Comparison of float results with what they should be.</summary>
public static class Closeness
{
    /// <summary>How far a product in tf32, in fp32, may be from the reference, of its norm.</summary>
    public const double OfTf32 = 1e-3, OfFp32 = 1e-5;

    /// <summary>The norm of the difference over that of what is expected; infinity for NaN.</summary>
    public static double OfNorm(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        double difference = 0, norm = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            double apart = (double)expected[i] - actual[i];
            difference += apart * apart;
            norm += (double)expected[i] * expected[i];
        }

        return double.IsNaN(difference) ? double.PositiveInfinity : difference == 0 ? 0 : Math.Sqrt(difference / norm);
    }

    /// <summary>
    /// Fails where a value differs by more than the tolerance times max(|expected|, root mean square of all expected, least scale).
    /// </summary>
    public static void MustBeClose(
        string what, IReadOnlyList<double> expected, IReadOnlyList<float> actual, double tolerance, double leastScale = 0)
    {
        Assert.True(expected.Count == actual.Count, $"{what}: {actual.Count} values instead of {expected.Count}.");
        double scale = Math.Max(leastScale, Math.Sqrt(expected.Sum(e => e * e) / Math.Max(1, expected.Count)));
        for (int i = 0; i < expected.Count; i++)
        {
            double error = Math.Abs(expected[i] - actual[i]);
            Assert.True(error <= (tolerance * Math.Max(Math.Abs(expected[i]), scale)) + 1e-9,
                $"{what}: value {i} is {actual[i]:G9} instead of {expected[i]:G9} (scale {scale:G3}, tolerance {tolerance}).");
        }
    }

    public static void MustBeClose(string what, float[] expected, float[] actual, double tolerance) =>
        MustBeClose(what, Array.ConvertAll(expected, e => (double)e), actual, tolerance);
}
