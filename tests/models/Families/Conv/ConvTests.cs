using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Tests.Models.Families.Conv;

public sealed class ConvTests() : FamilyTests(
    new ConvOptions(), parameters: 4_533_827, flops: 81_788_928, StateDictionary,
    new ConvOptions { Latent = 5 }, new ConvOptions { Down = DownKind.Pool, Up = UpKind.Nearest })
{
    internal const string StateDictionary = """
        encoder.0.weight 32x3x4x4, encoder.0.bias 32, encoder.2.weight 64x32x4x4, encoder.2.bias 64,
        encoder.4.weight 128x64x4x4, encoder.4.bias 128, encoder.7.weight 256x8192, encoder.7.bias 256,
        decoder.0.weight 8192x256, decoder.0.bias 8192, decoder.3.weight 128x64x4x4, decoder.3.bias 64,
        decoder.5.weight 64x32x4x4, decoder.5.bias 32, decoder.7.weight 32x3x4x4, decoder.7.bias 3
        """;

    [Fact]
    public void With_pooling_and_nearest_enlargement_it_has_the_names_of_PyTorchs_Sequential()
    {
        var options = new ConvOptions { ImageSize = 32, Latent = 5, Down = DownKind.Pool, Up = UpKind.Nearest };
        MustHave(options, """
            encoder.0.weight 32x3x3x3, encoder.0.bias 32, encoder.3.weight 64x32x3x3, encoder.3.bias 64,
            encoder.6.weight 128x64x3x3, encoder.6.bias 128, encoder.10.weight 5x2048, encoder.10.bias 5,
            decoder.0.weight 2048x5, decoder.0.bias 2048, decoder.4.weight 64x128x3x3, decoder.4.bias 64,
            decoder.7.weight 32x64x3x3, decoder.7.bias 32, decoder.10.weight 3x32x3x3, decoder.10.bias 3
            """);
        var rows = new ModelSummary(options.Build()).Layers;
        Assert.Equal(
            [.. Enumerable.Repeat("MaxPool2d", 3), .. Enumerable.Repeat("Upsample", 3)],
            rows.Select(row => row.Kind).Where(kind => kind is "MaxPool2d" or "Upsample"));
        Assert.Equal([32, 32, 3], rows[^1].OutputShape);
    }
}
