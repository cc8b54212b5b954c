using ILGpuAutoencoders.Models.Evaluation;

namespace ILGpuAutoencoders.Tests.Models.Evaluation;

public sealed class SsimTests
{
    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(16)]
    [InlineData(37)]
    public void Equals_the_definition_in_double(int size)
    {
        var random = new Random(size);
        float[] a = [.. Enumerable.Range(0, 3 * size * size).Select(_ => random.NextSingle())];
        float[] b = [.. a.Select(x => Math.Clamp(x + 0.2f * (random.NextSingle() - 0.5f), 0f, 1f))];
        var ssim = new Ssim(size);
        Assert.Equal(Naive(a, b, size), ssim.Of(a, b), 5);
        Assert.Equal(Naive(b, a, size), ssim.Of(b, a), 5);
    }

    // scikit-image 0.19.3: structural_similarity(a, b, gaussian_weights=True, sigma=1.5, use_sample_covariance=False, data_range=1,
    // channel_axis=2).
    [Theory]
    [InlineData(16, 0.983408, -0.035788, -0.958184, 0.902124)]
    [InlineData(33, 0.984144, -0.012780, -0.981148, 0.964754)]
    [InlineData(64, 0.984302, 0.008680, -0.980211, 0.969920)]
    public void Equals_stored_values_of_another_program(int size, double rounded, double unlike, double inverted, double faded)
    {
        float[] a = Pattern(1, 2, 3), smooth = Pattern(0, 0, 1);
        var ssim = new Ssim(size);
        Assert.Equal(rounded, ssim.Of(a, [.. a.Select(x => MathF.Floor(MathF.Round(x * 255) / 32) * 32 / 255)]), 1e-4);
        Assert.Equal(unlike, ssim.Of(a, Pattern(3, 1, 5)), 1e-4);
        Assert.Equal(inverted, ssim.Of(a, [.. a.Select(x => 1 - x)]), 1e-4);
        Assert.Equal(faded, ssim.Of(smooth, [.. smooth.Select(x => x * 0.8f + 0.1f)]), 1e-4);

        float[] Pattern(int xx, int yy, int slope) => [.. Enumerable.Range(0, 3 * size * size).Select(i =>
        {
            int x = i / 3 % size, y = i / 3 / size, channel = i % 3;
            return (x * x * xx + y * y * yy + (x + 2 * y) * (channel + 1) * slope) % 256 / 255f;
        })];
    }

    [Fact]
    public void Of_flat_pictures_it_compares_their_means()
    {
        const int Size = 13;
        float[] a = new float[3 * Size * Size], b = new float[3 * Size * Size];
        Array.Fill(a, 0.25f);
        Array.Fill(b, 0.75f);
        const double C1 = 1e-4;
        double expected = (2 * 0.25 * 0.75 + C1) / (0.25 * 0.25 + 0.75 * 0.75 + C1);
        Assert.Equal(expected, new Ssim(Size).Of(a, b), 3);
    }

    [Fact]
    public void Is_one_for_equal_pictures()
    {
        const int Size = 24;
        var random = new Random(1);
        float[] a = [.. Enumerable.Range(0, 3 * Size * Size).Select(_ => random.NextSingle())];
        Assert.Equal(1, new Ssim(Size).Of(a, a), 5);
    }

    private static double Naive(float[] a, float[] b, int size)
    {
        double[] g = [.. Enumerable.Range(-5, 11).Select(i => Math.Exp(-i * i / 4.5))];
        double norm = g.Sum() * g.Sum(), sum = 0;
        int places = 0;
        for (int top = 0; top + 11 <= size; top++)
        {
            for (int left = 0; left + 11 <= size; left++)
            {
                for (int channel = 0; channel < 3; channel++)
                {
                    double ma = 0, mb = 0, va = 0, vb = 0, ab = 0;
                    foreach (var (x, y, w) in Places(a, b, top, left, channel))
                    {
                        ma += w * x;
                        mb += w * y;
                    }

                    foreach (var (x, y, w) in Places(a, b, top, left, channel))
                    {
                        va += w * (x - ma) * (x - ma);
                        vb += w * (y - mb) * (y - mb);
                        ab += w * (x - ma) * (y - mb);
                    }

                    sum += (2 * ma * mb + 1e-4) * (2 * ab + 9e-4) / ((ma * ma + mb * mb + 1e-4) * (va + vb + 9e-4));
                    places++;
                }
            }
        }

        return sum / places;

        IEnumerable<(double X, double Y, double Weight)> Places(float[] x, float[] y, int top, int left, int channel)
        {
            for (int i = 0; i < 11; i++)
            {
                for (int j = 0; j < 11; j++)
                {
                    int at = 3 * ((top + i) * size + left + j) + channel;
                    yield return (x[at], y[at], g[i] * g[j] / norm);
                }
            }
        }
    }
}
