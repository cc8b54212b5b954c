using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Tests.TestKit;

namespace ILGpuAutoencoders.Tests.Ops;

/// <summary>What the op table does not ask of a convolution in Winograd's form.</summary>
public class WinogradTests
{
    private const int Side = 16, Channels = 48, Outputs = 64;

    [Fact]
    public void Its_error_is_at_most_twice_that_of_the_direct_form()
    {
        Shape shape = [2, Side, Side, Channels], weightShape = [4, 4, Channels, Outputs];
        float[] x = Values(shape.Count, 1), w = Values(weightShape.Count, 2);
        double[] exact = Reference.Conv2d(DoubleTensor.FromFloats(shape, x), DoubleTensor.FromFloats(weightShape, w), null, 2, 1).Values;
        using var device = new SimdDevice(2);
        float[] winograd =
            Tensor.FromArray(device, shape, x).Conv2d(Tensor.FromArray(device, weightShape, w), null, stride: 2, padding: 1).ToArray();
        double ratio = Error(exact, winograd) / Error(exact, Direct(x, w, shape[0]));
        Assert.InRange(ratio, 0.01, 2);
    }

    [Fact]
    public void A_picture_gives_the_same_bits_alone_and_in_company()
    {
        Shape shape = [9, Side, Side, Channels], weightShape = [4, 4, Channels, Outputs];
        float[] x = Values(shape.Count, 1), w = Values(weightShape.Count, 2);
        using var device = new SimdDevice(2);
        var weight = Tensor.FromArray(device, weightShape, w);
        float[] together = Tensor.FromArray(device, shape, x).Conv2d(weight, null, stride: 2, padding: 1).ToArray();
        int picture = Side * Side * Channels;
        for (int i = 0; i < shape[0]; i++)
        {
            float[] alone =
                Tensor.FromArray(device, [1, Side, Side, Channels], [.. x.AsSpan(i * picture, picture)]).Conv2d(
                    weight, null, stride: 2, padding: 1).ToArray();
            Assert.Equal(alone, together.AsSpan(i * alone.Length, alone.Length));
        }
    }

    /// <summary>One fused multiply-add after another, in float32.</summary>
    private static float[] Direct(float[] x, float[] w, int pictures)
    {
        const int Out = Side / 2;
        float[] y = new float[pictures * Out * Out * Outputs];
        for (int i = 0; i < y.Length; i++)
        {
            int channel = i % Outputs, ox = i / Outputs % Out, oy = i / Outputs / Out % Out, picture = i / Outputs / Out / Out;
            for (int k = 0; k < 16 * Channels; k++)
            {
                int row = (oy * 2) - 1 + (k / Channels / 4), column = (ox * 2) - 1 + (k / Channels % 4);
                if (row is >= 0 and < Side && column is >= 0 and < Side)
                {
                    y[i] = MathF.FusedMultiplyAdd(
                        x[(((((picture * Side) + row) * Side) + column) * Channels) + (k % Channels)], w[(k * Outputs) + channel], y[i]);
                }
            }
        }

        return y;
    }

    /// <summary>Root mean square.</summary>
    private static double Error(double[] exact, float[] values) => Math.Sqrt(exact.Zip(values, (e, v) => (e - v) * (e - v)).Average());

    private static float[] Values(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)((random.NextDouble() * 2) - 1))];
    }
}
