using ILGpuAutoencoders.Engine;
using static ILGpuAutoencoders.Engine.ActivationLayer;

namespace ILGpuAutoencoders.Models;

/// <summary>Part 2: three convolutions each way; see the README beside it. Part 3 trains the same network on corrupted inputs.</summary>
public sealed class ConvAutoencoder : EncoderDecoder
{
    private const int C1 = 32, C2 = 64, C3 = 128;

    internal ConvAutoencoder(AutoencoderOptions options)
        : this(options, [options.ImageSize / 8, options.ImageSize / 8, C3])
    {
    }

    private ConvAutoencoder(AutoencoderOptions options, Shape features)
        : base(
            options,
            new Sequential(
                new Conv2dLayer(3, C1), Relu(),
                new Conv2dLayer(C1, C2), Relu(),
                new Conv2dLayer(C2, C3), Relu(),
                new FlattenLayer(), LinearLayer.FromPicture(features, options.Latent)),
            new Sequential(
                LinearLayer.ToPicture(options.Latent, features), Relu(), new UnflattenLayer(features),
                new ConvTranspose2dLayer(C3, C2), Relu(),
                new ConvTranspose2dLayer(C2, C1), Relu(),
                new ConvTranspose2dLayer(C1, 3), Sigmoid()))
    {
    }
}
