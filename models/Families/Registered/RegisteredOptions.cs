using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Networks;

namespace ILGpuAutoencoders.Models.Families.Registered;

/// <summary>The options of a family that a program registered.</summary>
/// <param name="name">Its name.</param>
/// <param name="describe">Makes encoder and decoder for pictures [H, W, C] and a length of the latent vector.</param>
internal sealed record RegisteredOptions(string name, Func<Shape, int, (Sequential Encoder, Sequential Decoder)> describe) : LatentOptions
{
    public override string Family => name;

    internal override bool CanStartFromComponents => false;

    private protected override void ValidateNetwork() => Describe();

    private protected override Autoencoder BuildNetwork() => new LatentAutoencoder(this, Describe());

    private NetworkGraph Describe()
    {
        Shape picture = [ImageSize.Height, ImageSize.Width, Channels], pictures = [1, picture[0], picture[1], picture[2]];
        var (encoder, decoder) = describe(picture, Latent);
        var latent = encoder.OutputShape(pictures);
        return latent != [1, Latent]
            ? throw new ArgumentException(
                $"{name}: the encoder gives {latent} for pictures {pictures}, and the latent vector is [{Latent}]; make them equal.")
            : decoder.OutputShape(latent) is var output && output != pictures
            ? throw new ArgumentException(
                $"{name}: the decoder gives {output} for pictures {pictures}; it must give pictures of that size.")
            : NetworkGraph.Of(encoder, decoder, Border);
    }
}
