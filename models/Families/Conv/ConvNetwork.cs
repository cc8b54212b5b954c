using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Networks;
using static ILGpuAutoencoders.Engine.ActivationLayer;

namespace ILGpuAutoencoders.Models.Families.Conv;

/// <summary>Part 2: three convolutions each way; see the README beside it. Part 3 trains the same network on noisy inputs.</summary>
internal static class ConvNetwork
{
    private const int C1 = 32, C2 = 64, C3 = 128;

    /// <summary>What both sides are a multiple of: they are halved three times.</summary>
    internal const int SideMultiple = 8;

    internal static NetworkGraph Describe(LatentOptions options, DownKind down = DownKind.Stride, UpKind up = UpKind.Transpose)
    {
        var border = options.Border;
        Shape features = [border.Size.Height / SideMultiple, border.Size.Width / SideMultiple, C3];
        return NetworkGraph.Of(
            new Sequential([
                .. Down(down, options.Channels, C1), .. Down(down, C1, C2), .. Down(down, C2, C3),
                new FlattenLayer(), LinearLayer.FromPicture(features, options.Latent)]),
            new Sequential([
                LinearLayer.ToPicture(options.Latent, features), Relu(), new UnflattenLayer(features),
                .. Up(up, C3, C2), Relu(), .. Up(up, C2, C1), Relu(), .. Up(up, C1, options.Channels), Sigmoid()]),
            border);
    }

    private static Layer[] Down(DownKind kind, int inputs, int outputs) => kind == DownKind.Stride
        ? [new Conv2dLayer(inputs, outputs), Relu()]
        : [new Conv2dLayer(inputs, outputs, kernel: 3, stride: 1, padding: 1), Relu(), new MaxPool2dLayer(2)];

    private static Layer[] Up(UpKind kind, int inputs, int outputs) => kind == UpKind.Transpose
        ? [new ConvTranspose2dLayer(inputs, outputs)]
        : [new UpsampleNearestLayer(2), new Conv2dLayer(inputs, outputs, kernel: 3, stride: 1, padding: 1)];
}
