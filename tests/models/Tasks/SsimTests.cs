using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Tests.Models.Tasks;

public sealed class SsimTests
{
    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(16)]
    [InlineData(37)]
    public void EqualsTheDefinitionInDouble(int size)
    {
        var random = new Random(size);
        float[] a = [.. Enumerable.Range(0, 3 * size * size).Select(_ => random.NextSingle())];
        float[] b = [.. a.Select(x => Math.Clamp(x + 0.2f * (random.NextSingle() - 0.5f), 0f, 1f))];
        var ssim = new Ssim(size, size);
        Assert.Equal(Naive(a, b, size), ssim.Of(a, b), 5);
        Assert.Equal(Naive(b, a, size), ssim.Of(b, a), 5);
    }

    [Fact]
    public void OfFlatPicturesItComparesTheirMeans()
    {
        const int Size = 13;
        float[] a = new float[3 * Size * Size], b = new float[3 * Size * Size];
        Array.Fill(a, 0.25f);
        Array.Fill(b, 0.75f);
        const double C1 = 1e-4;
        double expected = (2 * 0.25 * 0.75 + C1) / (0.25 * 0.25 + 0.75 * 0.75 + C1);
        Assert.Equal(expected, new Ssim(Size, Size).Of(a, b), 3);
    }

    [Fact]
    public void IsOneForEqualPictures()
    {
        const int Size = 24;
        var random = new Random(1);
        float[] a = [.. Enumerable.Range(0, 3 * Size * Size).Select(_ => random.NextSingle())];
        Assert.Equal(1, new Ssim(Size, Size).Of(a, a), 5);
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
