namespace ILGpuAutoencoders.Tests.References;

/// <summary>Batch normalisation of x [rows, channels] in double precision.</summary>
internal static class BatchNormReference
{
    /// <summary>Mean, biased variance and unbiased variance of each channel.</summary>
    internal static (double[] Mean, double[] Biased, double[] Unbiased) Statistics(double[] x, int rows, int channels)
    {
        double[] mean = new double[channels], biased = new double[channels], unbiased = new double[channels];
        for (int c = 0; c < channels; c++)
        {
            double sum = 0, squares = 0;
            for (int r = 0; r < rows; r++)
            {
                sum += x[(r * channels) + c];
            }

            mean[c] = sum / rows;
            for (int r = 0; r < rows; r++)
            {
                double d = x[(r * channels) + c] - mean[c];
                squares += d * d;
            }

            biased[c] = squares / rows;
            unbiased[c] = squares / (rows - 1);
        }

        return (mean, biased, unbiased);
    }

    internal static double[] Training(
        double[] x, double[] gamma, double[] beta, int rows, int channels, double epsilon, Func<double, double> activation)
    {
        var (mean, biased, _) = Statistics(x, rows, channels);
        return Inference(x, gamma, beta, mean, biased, channels, epsilon, activation);
    }

    internal static double[] Inference(double[] x, double[] gamma, double[] beta, double[] mean, double[] variance, int channels,
        double epsilon, Func<double, double> activation) =>
        [.. x.Select(
            (v, i) => activation(
                ((v - mean[i % channels]) / Math.Sqrt(variance[i % channels] + epsilon) * gamma[i % channels]) + beta[i % channels]))];
}
