namespace ILGpuAutoencoders.Tests.References;

/// <summary>Losses in double precision.</summary>
internal static class LossReference
{
    internal static double MeanSquaredError(double[] prediction, double[] target) =>
        prediction.Zip(target, (p, t) => (p - t) * (p - t)).Sum() / prediction.Length;

    internal static double MeanAbsoluteError(double[] prediction, double[] target) =>
        prediction.Zip(target, (p, t) => Math.Abs(p - t)).Sum() / prediction.Length;

    internal static double KlDivergence(double[] mean, double[] logVariance, int batch) =>
        mean.Zip(logVariance, (m, v) => -0.5 * (1 + v - (m * m) - Math.Exp(v))).Sum() / batch;
}
