using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Networks;
using static ILGpuAutoencoders.Engine.ActivationLayer;

namespace ILGpuAutoencoders.Models.Families.Mlp;

/// <summary>Part 1: a fully connected network that sees a picture as a vector; see the README beside it.</summary>
internal sealed class MlpAutoencoder : EncoderDecoder
{
    private const int Hidden = 1024;

    internal MlpAutoencoder(MlpOptions options)
        : this(options, [options.ImageSize, options.ImageSize, 3])
    {
    }

    private MlpAutoencoder(MlpOptions options, Shape picture)
        : base(
            options,
            new Sequential(new FlattenLayer(), LinearLayer.FromPicture(picture, Hidden), Relu(), new LinearLayer(Hidden, options.Latent)),
            new Sequential(new LinearLayer(options.Latent, Hidden), Relu(), LinearLayer.ToPicture(Hidden, picture), Sigmoid(), new UnflattenLayer(picture)))
    {
    }
}
