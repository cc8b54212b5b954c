using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models;
using ILGpuAutoencoders.Models.Uses.Denoising;

namespace ILGpuAutoencoders.Tests.Models.Uses.Denoising;

public sealed class PictureDenoiserTests : IDisposable
{
    private readonly SimdDevice _device = new(2);
    private readonly Autoencoder _model;

    public PictureDenoiserTests() => _model = Autoencoder.Create(_device, new UNetOptions { ImageSize = 16 }, seed: 1);

    public void Dispose()
    {
        _model.Dispose();
        _device.Dispose();
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(17, 5)]
    [InlineData(32, 48)]
    [InlineData(33, 250)]
    public void A_picture_of_any_size_keeps_it(int width, int height)
    {
        var output = new PictureDenoiser(_model).Denoise(Gradient(width, height));
        Assert.Equal((width, height, 3 * width * height), (output.Width, output.Height, output.Values.Length));
        Assert.All(output.Values, value => Assert.InRange(value, 0, 1));
    }

    [Fact]
    public void Tiles_fade_into_each_other()
    {
        // A network that does nothing: tiles must give the very picture, whatever their weights.
        foreach (var parameter in _model.Parameters.Where(p => p.Name.StartsWith("tail.", StringComparison.Ordinal)))
        {
            parameter.Value.CopyFrom(new float[parameter.Count]);
        }

        var picture = Gradient(300, 217);
        var output = new PictureDenoiser(_model, tile: 96).Denoise(picture);
        Assert.All(picture.Values.Zip(output.Values), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }

    [Fact]
    public void Tiles_are_near_the_whole()
    {
        var picture = Gradient(200, 150);
        float[] whole = new PictureDenoiser(_model).Denoise(picture).Values,
        tiled = new PictureDenoiser(_model, tile: 112).Denoise(picture).Values;
        Assert.NotEqual(whole, tiled);
        double Distance(float[] a, float[] b) => a.Zip(b, (x, y) => (double)Math.Abs(x - y)).Average();
        Assert.InRange(Distance(whole, tiled), 0, 0.3 * Distance(whole, picture.Values));
    }

    [Fact]
    public void Borders_are_mirrored_without_repeating_them()
    {
        var row = new PictureValues(new PictureShape(3, 1), [.. new[] { 0f, 1, 2 }.SelectMany(v => new[] { v, v, v })]);
        Assert.Equal([0, 1, 2, 1, 0, 1, 2], row.Reflected(0, 0, 7, 1).Values.Where((_, i) => i % 3 == 0));
        Assert.Equal([1, 2], row.Reflected(1, 0, 2, 1).Values.Where((_, i) => i % 3 == 0));
        Assert.Equal(2 * 7 * 3, row.Reflected(0, 0, 7, 2).Values.Length);
    }

    [Fact]
    public void Filters_are_the_median_and_the_mean_of_each_channel()
    {
        var picture = Gradient(5, 4);
        picture.Values[(3 * ((2 * 5) + 2)) + 1] = 9;
        for (int y = 0; y < 4; y++)
        {
            for (int x = 0; x < 5; x++)
            {
                for (int c = 0; c < 3; c++)
                {
                    float[] window = [.. Window(picture, x, y, c, 1).Order()];
                    Assert.Equal(window[4], PictureFilters.Median(picture).Values[(3 * ((y * 5) + x)) + c]);
                    Assert.Equal(window.Average(), PictureFilters.Mean(picture, 1).Values[(3 * ((y * 5) + x)) + c], 1e-5f);
                    Assert.Equal(
                        Window(picture, x, y, c, 2).Average(), PictureFilters.Mean(picture, 2).Values[(3 * ((y * 5) + x)) + c], 1e-5f);
                }
            }
        }
    }

    private static IEnumerable<float> Window(PictureValues p, int x, int y, int c, int radius) =>
        from dy in Enumerable.Range(-radius, (2 * radius) + 1)
        from dx in Enumerable.Range(-radius, (2 * radius) + 1)
        select p.Values[(3 * ((Math.Clamp(y + dy, 0, p.Height - 1) * p.Width) + Math.Clamp(x + dx, 0, p.Width - 1))) + c];

    private static PictureValues Gradient(int width, int height) =>
        new(new PictureShape(width, height),
            [.. Enumerable.Range(0, 3 * width * height).Select(i => ((i / 3 % width) + (i / 3 / width) + (5 * (i % 3))) % 97 / 96f)]);
}
