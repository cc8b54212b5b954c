using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models;
using ILGpuAutoencoders.Models.Networks;
using ILGpuAutoencoders.Tests.Models.Export;
using ILGpuAutoencoders.Tests.TestKit;

namespace ILGpuAutoencoders.Tests.Models.Networks;

public sealed class BorderTests : IDisposable
{
    private readonly SimdDevice _device = new(1);

    public static TheoryData<string, int, int, int> Networks => [.. NamedNetworks.Names.SelectMany(name =>
        new (string, int, int, int)[] { (name, 28, 28, 1), (name, 21, 37, 3) })];

    public void Dispose() => _device.Dispose();

    [Theory]
    [MemberData(nameof(Networks))]
    public void What_goes_in_and_comes_out_are_pictures_without_it(string name, int width, int height, int channels)
    {
        using var model = Autoencoder.Create(_device, Options(name, width, height, channels));
        var x = Tensor.FromArray(_device, model.PicturesShape(2), Values(2 * width * height * channels));
        Assert.Equal([2, height, width, channels], x.Shape);
        using (Autograd.Pause())
        {
            Assert.Equal(x.Shape, model.Forward(x, ForwardPass.Inference).Shape);
            if (model is ILatentModel latents)
            {
                Assert.Equal(x.Shape, latents.Decode(latents.Encode(x, ForwardPass.Inference), ForwardPass.Inference).Shape);
            }
        }

        Assert.Equal(Values(2 * width * height * channels), x.ToArray());
    }

    [Theory]
    [InlineData("mlp", 28, 20, null)]
    [InlineData("shallow", 28, 21, "28x22")]
    [InlineData("conv", 28, 20, "32x24")]
    [InlineData("improved", 178, 218, "192x224")]
    [InlineData("vae", 48, 32, null)]
    [InlineData("unet", 28, 28, "32")]
    public void It_reaches_the_next_multiple_of_what_the_family_needs(string name, int width, int height, string? expected) =>
        Assert.Equal(expected, new ModelSummary(Options(name, width, height, 3).Build()).Border?.ToString());

    [Fact]
    public void Pictures_that_need_none_have_no_step_for_it()
    {
        var graph = new NetworkGraph();
        Assert.Same(graph.Input, new Border(32, 16).Add(graph, graph.Input));
        Assert.Same(graph.Input, new Border(32, 16).Remove(graph, graph.Input));
    }

    [Fact]
    public void It_is_of_zeros_and_taken_off_where_it_was_put()
    {
        var border = new Border(new ImageSize(3, 2), 4);
        var x = Tensor.FromArray(_device, [1, 2, 3, 1], [1, 2, 3, 4, 5, 6]);
        using (Autograd.Pause())
        {
            Assert.Equal([0, 0, 0, 0, 1, 2, 3, 0, 4, 5, 6, 0, 0, 0, 0, 0], border.Around(x).ToArray());
            Assert.Equal(x.ToArray(), border.Within(border.Around(x)).ToArray());
            Assert.Equal(
                border.Around(x).ToArray(), border.Around([1.0, 2, 3, 4, 5, 6]).Select(value => (float)value));
        }
    }

    [Fact]
    public void A_unet_that_makes_one_takes_pictures_of_any_size()
    {
        using var model = Autoencoder.Create(_device, new UNetOptions { ImageSize = 28 });
        using (Autograd.Pause())
        {
            foreach (var shape in new Shape[] { [1, 28, 28, 3], [1, 16, 32, 3], [1, 19, 45, 3] })
            {
                Assert.Equal(shape, model.Forward(Tensor.FromArray(_device, shape, Values(shape.Count)), ForwardPass.Inference).Shape);
            }
        }
    }

    [Fact]
    public void Sides_and_channels_out_of_their_range_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new ConvOptions { ImageSize = 10 }.Build());
        Assert.Throws<ArgumentException>(() => new ConvOptions { ImageSize = new(64, 1025) }.Build());
        Assert.Throws<ArgumentException>(() => new ConvOptions { Channels = 2 }.Build());
    }

    private static AutoencoderOptions Options(string name, int width, int height, int channels) =>
        NamedNetworks.Options(name).Sized(16, 6) with { ImageSize = new(width, height), Channels = channels };

    private static float[] Values(int count) => [.. Enumerable.Range(0, count).Select(i => i * 37 % 101 / 101f)];
}
