using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Networks;
using static ILGpuAutoencoders.Engine.ActivationLayer;

namespace ILGpuAutoencoders.Models.Families.Shallow;

/// <summary>Part 1, the other start: one convolution each way; see the README beside it.</summary>
internal static class ShallowNetwork
{
    private const int Channels = 16;

    internal static NetworkGraph Describe(ShallowOptions options)
    {
        var border = options.Border;
        Shape features = [border.Size.Height / 2, border.Size.Width / 2, Channels];
        return NetworkGraph.Of(
            new Sequential(
                new Conv2dLayer(options.Channels, Channels), Relu(), new FlattenLayer(), LinearLayer.FromPicture(features, options.Latent)),
            new Sequential(
                LinearLayer.ToPicture(options.Latent, features), Relu(), new UnflattenLayer(features),
                new ConvTranspose2dLayer(Channels, options.Channels), Sigmoid()),
            border);
    }
}
