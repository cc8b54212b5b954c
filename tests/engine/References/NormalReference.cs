using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Tests.References;

/// <summary>Normal numbers in double precision: the quantile of each word by bisection of the distribution function.</summary>
internal static class NormalReference
{
    internal static double[] Draw(int count, ulong seed, uint step, RandomPurpose purpose) => [.. Enumerable.Range(0, count).Select(i =>
    {
        var words = Philox.Generate((uint)i / 4, 0, step, (uint)purpose, (uint)seed, (uint)(seed >> 32));
        uint word = (i % 4) switch { 0 => words.X, 1 => words.Y, 2 => words.Z, _ => words.W };
        double quantile = UpperQuantile(((word & 0x7FFF_FFFF) + 0.5) / Math.Pow(2, 32));
        return (word >> 31) != 0 ? quantile : -quantile;
    })];

    /// <summary>The x of which N(0, 1) lies above with a probability of at most 1/2.</summary>
    internal static double UpperQuantile(double probability)
    {
        double low = 0, high = 10;
        for (int i = 0; i < 60; i++)
        {
            double middle = (low + high) / 2;
            (low, high) = Upper(middle) > probability ? (middle, high) : (low, middle);
        }

        return low;
    }

    /// <summary>The probability of more than x >= 0: the series around 0, and Laplace's continued fraction beyond 3.</summary>
    private static double Upper(double x)
    {
        double density = Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);
        if (x < 3)
        {
            double sum = 0, term = x;
            for (int n = 1; n < 120; n++)
            {
                sum += term;
                term *= x * x / ((2 * n) + 1);
            }

            return 0.5 - (density * sum);
        }

        double fraction = x;
        for (int n = 200; n > 0; n--)
        {
            fraction = x + (n / fraction);
        }

        return density / fraction;
    }
}
