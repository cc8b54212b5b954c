using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Networks;
using static ILGpuAutoencoders.Engine.ActivationLayer;

namespace ILGpuAutoencoders.Models.Families.Mlp;

/// <summary>Part 1: a fully connected network that sees a picture as a vector; see the README beside it.</summary>
internal static class MlpNetwork
{
    private const int Hidden = 1024;

    internal static NetworkGraph Describe(MlpOptions options)
    {
        Shape picture = [options.ImageSize.Height, options.ImageSize.Width, options.Channels];
        return NetworkGraph.Of(
            new Sequential(new FlattenLayer(), LinearLayer.FromPicture(picture, Hidden), Relu(), new LinearLayer(Hidden, options.Latent)),
            new Sequential(
                new LinearLayer(options.Latent, Hidden), Relu(), LinearLayer.ToPicture(Hidden, picture), Sigmoid(),
                new UnflattenLayer(picture)),
            options.Border);
    }
}
