using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models;
using ILGpuAutoencoders.Tests.TestKit;

namespace ILGpuAutoencoders.Tests.Models;

public class ModelCatalogTests
{
    private static readonly Dictionary<string, string> StateDictionaries = new()
    {
        ["mlp"] = """
            encoder.1.weight 1024x12288, encoder.1.bias 1024, encoder.3.weight 256x1024, encoder.3.bias 256,
            decoder.0.weight 1024x256, decoder.0.bias 1024, decoder.2.weight 12288x1024, decoder.2.bias 12288
            """,
        ["shallow"] = """
            encoder.0.weight 16x3x4x4, encoder.0.bias 16, encoder.3.weight 256x16384, encoder.3.bias 256,
            decoder.0.weight 16384x256, decoder.0.bias 16384, decoder.3.weight 16x3x4x4, decoder.3.bias 3
            """,
        ["conv"] = ConvStateDictionary,
        ["denoising"] = ConvStateDictionary,
        ["improved"] = $"""
            encoder.0.weight 64x3x4x4, {BatchNorm("encoder.1", 64)}, encoder.3.weight 128x64x4x4, {BatchNorm("encoder.4", 128)},
            encoder.6.weight 256x128x4x4, {BatchNorm("encoder.7", 256)}, encoder.9.weight 512x256x4x4, {BatchNorm("encoder.10", 512)},
            encoder.14.weight 256x8192, encoder.14.bias 256,
            decoder.0.weight 8192x256, decoder.0.bias 8192, {BatchNorm("decoder.2", 512)},
            decoder.4.weight 512x256x4x4, {BatchNorm("decoder.5", 256)}, decoder.7.weight 256x128x4x4, {BatchNorm("decoder.8", 128)},
            decoder.10.weight 128x64x4x4, {BatchNorm("decoder.11", 64)}, decoder.13.weight 64x3x4x4, decoder.13.bias 3
            """,
        ["vae"] = $"""
            encoder.0.weight 64x3x4x4, {BatchNorm("encoder.1", 64)}, encoder.3.weight 128x64x4x4, {BatchNorm("encoder.4", 128)},
            encoder.6.weight 256x128x4x4, {BatchNorm("encoder.7", 256)}, encoder.9.weight 512x256x4x4, {BatchNorm("encoder.10", 512)},
            mu.weight 256x8192, mu.bias 256, logvar.weight 256x8192, logvar.bias 256,
            decoder.0.weight 8192x256, decoder.0.bias 8192, {BatchNorm("decoder.2", 512)},
            decoder.4.weight 512x256x4x4, {BatchNorm("decoder.5", 256)}, decoder.7.weight 256x128x4x4, {BatchNorm("decoder.8", 128)},
            decoder.10.weight 128x64x4x4, {BatchNorm("decoder.11", 64)}, decoder.13.weight 64x3x4x4, decoder.13.bias 3
            """,
        ["unet"] = $"""
            head.0.weight 32x3x3x3, head.0.bias 32, {Down(1, 32, 32)}, {Down(2, 32, 64)}, {Down(3, 64, 64)}, {Down(4, 64, 128)},
            {Up(4, 128, 64)}, {Up(3, 64, 64)}, {Up(2, 64, 32)}, {Up(1, 32, 32)}, tail.weight 3x32x3x3, tail.bias 3
            """,
    };

    private const string ConvStateDictionary = """
        encoder.0.weight 32x3x4x4, encoder.0.bias 32, encoder.2.weight 64x32x4x4, encoder.2.bias 64, encoder.4.weight 128x64x4x4, encoder.4.bias 128,
        encoder.7.weight 256x8192, encoder.7.bias 256,
        decoder.0.weight 8192x256, decoder.0.bias 8192, decoder.3.weight 128x64x4x4, decoder.3.bias 64,
        decoder.5.weight 64x32x4x4, decoder.5.bias 32, decoder.7.weight 32x3x4x4, decoder.7.bias 3
        """;

    [Theory]
    [InlineData("mlp", 25_704_704)]
    [InlineData("shallow", 8_406_803)]
    [InlineData("conv", 4_533_827)]
    [InlineData("denoising", 4_533_827)]
    [InlineData("improved", 9_717_763)]
    [InlineData("vae", 11_815_171)]
    [InlineData("unet", 908_963)]
    public void Parameter_counts_at_64_pixels_and_256_latents(string name, long parameters) =>
        Assert.Equal(parameters, new ModelSummary(ModelCatalog.Get(name).Defaults.Build()).Parameters);

    [Theory]
    [InlineData("mlp", 51_380_224)]
    [InlineData("conv", 81_788_928)]
    [InlineData("improved", 423_624_704)]
    [InlineData("vae", 427_819_008)]
    [InlineData("unet", 423_100_416)]
    public void Flops_a_picture_at_64_pixels_and_256_latents(string name, long flops) =>
        Assert.Equal(flops, new ModelSummary(ModelCatalog.Get(name).Defaults.Build()).FlopsPerImage);

    [Fact]
    public void Names_and_shapes_are_those_of_PyTorchs_state_dict()
    {
        Assert.Equal(StateDictionaries.Keys, ModelCatalog.Names);
        foreach (var (name, expected) in StateDictionaries)
        {
            var actual = ModelCatalog.Get(name).Defaults.Build().Parameters.Select(p => $"{p.Name} {string.Join('x', Axes(p.Layout.Dimensions))}".TrimEnd());
            Assert.Equal(expected.Split(',', StringSplitOptions.TrimEntries), actual);
        }
    }

    [Fact]
    public void Conv_with_pooling_and_nearest_enlargement_has_the_names_of_PyTorchs_Sequential()
    {
        var model = new ConvOptions { ImageSize = 32, Latent = 5, Down = DownKind.Pool, Up = UpKind.Nearest }.Build();
        Assert.Equal(
            """
            encoder.0.weight 32x3x3x3, encoder.0.bias 32, encoder.3.weight 64x32x3x3, encoder.3.bias 64, encoder.6.weight 128x64x3x3, encoder.6.bias 128,
            encoder.10.weight 5x2048, encoder.10.bias 5,
            decoder.0.weight 2048x5, decoder.0.bias 2048, decoder.4.weight 64x128x3x3, decoder.4.bias 64,
            decoder.7.weight 32x64x3x3, decoder.7.bias 32, decoder.10.weight 3x32x3x3, decoder.10.bias 3
            """.Split(',', StringSplitOptions.TrimEntries),
            model.Parameters.Select(p => $"{p.Name} {string.Join('x', Axes(p.Layout.Dimensions))}"));
        var rows = new ModelSummary(model).Layers;
        Assert.Equal([.. Enumerable.Repeat("MaxPool2d", 3), .. Enumerable.Repeat("Upsample", 3)], rows.Select(row => row.Kind).Where(kind => kind is "MaxPool2d" or "Upsample"));
        Assert.Equal([32, 32, 3], rows[^1].OutputShape);
    }

    [Fact]
    public void The_layer_table_ends_with_a_picture_and_sums_to_the_totals()
    {
        foreach (var family in ModelCatalog.Families)
        {
            var model = family.Defaults.Sized(32, 9).Build();
            var summary = new ModelSummary(model);
            Assert.Equal([32, 32, 3], summary.Layers[^1].OutputShape);
            Assert.True(model is not ILatentModel || summary.Layers.Any(row => row.OutputShape == [9] && !row.Name.StartsWith("decoder", StringComparison.Ordinal)), family.Name);
            Assert.Equal(model.Parameters.Where(p => p.IsTrainable).Sum(p => (long)p.Count), summary.Parameters);
        }
    }

    [Fact]
    public void An_unknown_model_is_refused_with_the_list_of_the_known()
    {
        var error = Assert.Throws<ArgumentException>(() => ModelCatalog.Get("resnet"));
        Assert.Equal("Unknown model 'resnet'; use one of mlp, shallow, conv, denoising, improved, vae, unet.", error.Message);
    }

    [Theory]
    [InlineData(0, 8)]
    [InlineData(24, 8)]
    [InlineData(-16, 8)]
    [InlineData(16, 0)]
    public void Sizes_out_of_range_are_refused(int imageSize, int latent)
    {
        foreach (var family in ModelCatalog.Families)
        {
            if (family.Defaults is LatentOptions || latent > 0)
            {
                Assert.Throws<ArgumentException>(() => family.Defaults.Sized(imageSize, latent).Build());
            }
        }
    }

    [Fact]
    public void Options_survive_their_metadata()
    {
        AutoencoderOptions[] all =
        [
            new MlpOptions { ImageSize = 16, Latent = 3 }, new ShallowOptions { ImageSize = 32 }, new ConvOptions { Latent = 5 }, new ConvOptions { Down = DownKind.Pool, Up = UpKind.Nearest },
            new DenoisingOptions { Noise = CorruptionKind.SaltPepper, NoiseFactor = 0.25f }, new ImprovedOptions { Dropout = 0.3f }, new VaeOptions { Latent = 2, Dropout = 0 },
            new UNetOptions { NoiseFactor = new(0.05f, 0.3f) },
        ];
        Assert.All(all, options => Assert.Equal(options, ModelCatalog.OptionsOf(new Dictionary<string, string>(options.ToMetadata()), "x")));
    }

    private static string Down(int level, int inputs, int outputs) =>
        $"down{level}.0.weight {outputs}x{inputs}x4x4, down{level}.0.bias {outputs}, down{level}.2.weight {outputs}x{outputs}x3x3, down{level}.2.bias {outputs}";

    private static string Up(int level, int inputs, int outputs) =>
        $"up{level}.0.weight {inputs}x{outputs}x4x4, up{level}.0.bias {outputs}, join{level}.0.weight {outputs}x{2 * outputs}x3x3, join{level}.0.bias {outputs}";

    private static string BatchNorm(string name, int channels) =>
        $"{name}.weight {channels}, {name}.bias {channels}, {name}.running_mean {channels}, {name}.running_var {channels}, {name}.num_batches_tracked";

    private static IEnumerable<int> Axes(ILGpuAutoencoders.Engine.Shape shape)
    {
        foreach (int axis in shape)
        {
            yield return axis;
        }
    }
}
