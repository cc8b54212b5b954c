using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Models.PcaStart;

/// <summary>
/// Sets batch normalisations so that they change nothing at first: their running statistics, scale and shift are those of what they get.
/// </summary>
internal static class NormCalibration
{
    private const double Epsilon = 1e-5;

    /// <summary>Calibrates the normalisations of a row of layers.</summary>
    /// <param name="row">The layers.</param>
    /// <param name="x">A batch; it decides the statistics.</param>
    /// <returns>What the row makes of the batch.</returns>
    internal static Tensor Run(Sequential row, Tensor x)
    {
        foreach (var layer in row.Layers)
        {
            if (layer is BatchNorm2dLayer)
            {
                SetToStatistics(layer, x);
            }

            x = layer.Forward(x, ForwardPass.Inference);
        }

        return x;
    }

    private static void SetToStatistics(Layer norm, Tensor x)
    {
        float[] values = x.ToArray();
        int channels = x.Shape[^1], count = values.Length / channels;
        double[] means = new double[channels], variances = new double[channels];
        for (int i = 0; i < values.Length; i++)
        {
            means[i % channels] += values[i] / (double)count;
        }

        for (int i = 0; i < values.Length; i++)
        {
            double difference = values[i] - means[i % channels];
            variances[i % channels] += difference * difference / count;
        }

        float[] shift = Array.ConvertAll(means, mean => (float)mean);
        norm.Parameters[0].Value.CopyFrom(Array.ConvertAll(variances, variance => (float)Math.Sqrt(variance + Epsilon)));
        norm.Parameters[1].Value.CopyFrom(shift);
        norm.Parameters[2].Value.CopyFrom(shift);
        norm.Parameters[3].Value.CopyFrom(Array.ConvertAll(variances, variance => (float)variance));
    }
}
