using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Networks;
using static ILGpuAutoencoders.Engine.ActivationLayer;

namespace ILGpuAutoencoders.Models.Families.Shallow;

/// <summary>Part 1, the other start: one convolution each way; see the README beside it.</summary>
internal sealed class ShallowAutoencoder : EncoderDecoder
{
    private const int Channels = 16;

    internal ShallowAutoencoder(ShallowOptions options)
        : this(options, [options.ImageSize / 2, options.ImageSize / 2, Channels])
    {
    }

    private ShallowAutoencoder(ShallowOptions options, Shape features)
        : base(
            options,
            new Sequential(new Conv2dLayer(3, Channels), Relu(), new FlattenLayer(), LinearLayer.FromPicture(features, options.Latent)),
            new Sequential(LinearLayer.ToPicture(options.Latent, features), Relu(), new UnflattenLayer(features), new ConvTranspose2dLayer(Channels, 3), Sigmoid()))
    {
    }
}
