using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models.Uses.Denoising;

namespace ILGpuAutoencoders.Tests.Models.Uses.Denoising;

public sealed class DctFilterTests
{
    private static readonly Corruption s_noise = new(CorruptionKind.Gaussian, 0.1f);

    [Theory]
    [InlineData(9, 11, 3, 0.05f)]
    [InlineData(3, 2, 3, 0.1f)]
    [InlineData(12, 8, 1, 0.02f)]
    [InlineData(10, 10, 3, 0f)]
    public void It_is_what_its_definition_says(int width, int height, int channels, float deviation)
    {
        var shape = new PictureShape(width, height, channels);
        var noisy = new PictureValues(shape, [.. Enumerable.Range(0, shape.Length).Select(i => 0.5f + (0.3f * MathF.Sin(i * i)))]);
        double[] expected = Defined(noisy, 3 * deviation);
        Assert.All(DctFilter.Apply(noisy, deviation).Values.Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 2e-5));
        if (deviation == 0)
        {
            Assert.All(noisy.Values.Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 2e-5));
        }
    }

    [Fact]
    public void Noise_on_a_smooth_picture_goes_and_the_estimate_finds_it()
    {
        int side = 64;
        var clean = new PictureValues(
            new PictureShape(side, side),
            [.. Enumerable.Range(0, 3 * side * side).Select(i => 0.5f + (0.1f * MathF.Sin(i / 3 % side / 9f) * MathF.Cos(i / 3 / side / 7f)))]);
        var noisy = clean.Corrupted(s_noise, seed: 1, index: 0);
        float estimate = NoiseEstimate.Of(noisy);
        Assert.Equal(0.1f, estimate, 0.005f);
        Assert.InRange(NoiseEstimate.Of(clean), 0, 0.001f);
        Assert.True(Mse(DctFilter.Apply(noisy, estimate), clean) < Mse(noisy, clean) / 30);
        Assert.True(Mse(PictureFilters.Mean(noisy, 2), clean) > 2 * Mse(DctFilter.Apply(noisy, estimate), clean));
    }

    [Fact]
    public void What_has_no_two_rows_has_no_estimate() =>
        Assert.Equal(0, NoiseEstimate.Of(PictureValues.Empty(new PictureShape(9, 1))));

    private static double Mse(PictureValues a, PictureValues b) => a.Values.Zip(b.Values, (x, y) => (double)(x - y) * (x - y)).Average();

    /// <summary>Window by window, in double.</summary>
    private static double[] Defined(PictureValues picture, double threshold)
    {
        int n = 8, border = n - 1;
        int channels = picture.Channels, width = picture.Width + (2 * border), height = picture.Height + (2 * border);
        float[] padded = picture.Reflected(-border, -border, width, height).Values;
        double[] result = new double[picture.Values.Length];
        for (int k = 0; k < channels; k++)
        {
            double At(int y, int x) => Enumerable.Range(0, channels).Sum(c => Basis(channels, k, c) * padded[(channels * ((y * width) + x)) + c]);
            double[,] sums = new double[height, width];
            for (int top = 0; top + n <= height; top++)
            {
                for (int left = 0; left + n <= width; left++)
                {
                    for (int v = 0; v < n; v++)
                    {
                        for (int u = 0; u < n; u++)
                        {
                            double coefficient = 0;
                            for (int y = 0; y < n; y++)
                            {
                                for (int x = 0; x < n; x++)
                                {
                                    coefficient += Basis(n, v, y) * Basis(n, u, x) * At(top + y, left + x);
                                }
                            }

                            for (int y = 0; y < n && (Math.Abs(coefficient) >= threshold || u + v == 0); y++)
                            {
                                for (int x = 0; x < n; x++)
                                {
                                    sums[top + y, left + x] += Basis(n, v, y) * Basis(n, u, x) * coefficient / (n * n);
                                }
                            }
                        }
                    }
                }
            }

            for (int i = 0; i < result.Length; i++)
            {
                int pixel = i / channels;
                result[i] += Basis(channels, k, i % channels) * sums[border + (pixel / picture.Width), border + (pixel % picture.Width)];
            }
        }

        return result;
    }

    private static double Basis(int count, int k, int i) =>
        Math.Sqrt((k == 0 ? 1.0 : 2.0) / count) * Math.Cos(Math.PI * ((2 * i) + 1) * k / (2 * count));
}
