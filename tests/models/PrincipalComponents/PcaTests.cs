using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models.PrincipalComponents;

namespace ILGpuAutoencoders.Tests.Models.PrincipalComponents;

public sealed class PcaTests
{
    [Theory]
    [InlineData(20, 3, 6)] // Fewer pictures than the 27 values: by the Gram matrix.
    [InlineData(90, 3, 6)] // More: by the covariance.
    public void The_error_of_the_fitted_pictures_is_the_variance_left_out(int count, int size, int components)
    {
        var pictures = Noise(count, size, 1);
        var pca = Pca.Fit(pictures, components);
        var all = Pca.Fit(pictures, int.MaxValue);
        Assert.Equal(components, pca.Count);
        Assert.Equal(Math.Min(count - 1, 3 * size * size), all.Count);
        double left = all.Variances.Skip(components).Sum();
        Assert.Equal(left, Error(pca, pictures), 5);
        Assert.Equal(0, Error(all, pictures), 5);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(90)]
    public void Components_are_orthonormal(int count)
    {
        var pca = Pca.Fit(Noise(count, 3, 2), 10);
        for (int i = 0; i < pca.Count; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                Assert.Equal(i == j ? 1 : 0, pca.Components[i].Zip(pca.Components[j], (x, y) => x * y).Sum(), 9);
            }
        }
    }

    [Fact]
    public void Pictures_that_span_few_directions_give_few_components()
    {
        byte[] first = [.. Enumerable.Range(0, 27).Select(i => (byte)(3 * i))], second = [.. first.Reverse()];
        var pictures = new PixelSet(3, ["a", "b", "c", "d"], [.. first, .. second, .. first, .. second]);
        Assert.Equal(1, Pca.Fit(pictures, 3).Count);
    }

    [Fact]
    public void No_linear_autoencoder_of_random_directions_is_better()
    {
        var pictures = Noise(40, 2, 3);
        var pca = Pca.Fit(pictures, 2);
        double variance = Pca.Fit(pictures, 12).Variances.Sum();
        Assert.True(Error(pca, pictures) < variance * 10 / 12);
    }

    private static PixelSet Noise(int count, int size, int seed)
    {
        byte[] bytes = new byte[count * 3 * size * size];
        new Random(seed).NextBytes(bytes);
        return new PixelSet(size, [.. Enumerable.Range(0, count).Select(i => $"{i}")], bytes);
    }

    private static double Error(Pca pca, PixelSet pictures)
    {
        double sum = 0;
        float[] picture = new float[pictures.ImageLength], result = new float[pictures.ImageLength];
        for (int i = 0; i < pictures.Count; i++)
        {
            PixelValues.ToUnit(pictures.Image(i), picture);
            pca.Reconstruct(picture, result);
            sum += picture.Zip(result, (x, y) => (double)(x - y) * (x - y)).Sum();
        }

        return sum / pictures.Count;
    }
}
