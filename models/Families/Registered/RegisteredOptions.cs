using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Networks;

namespace ILGpuAutoencoders.Models.Families.Registered;

/// <summary>The options of a family that a program registered.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Describe">Makes encoder and decoder for pictures [H, W, C] and a length of the latent vector.</param>
internal sealed record RegisteredOptions(string Name, Func<Shape, int, (Sequential Encoder, Sequential Decoder)> Describe) : LatentOptions
{
    public override string Family => Name;

    internal override bool CanStartFromComponents => false;

    private protected override void ValidateNetwork() => ToGraph();

    private protected override Autoencoder BuildNetwork() => new LatentAutoencoder(this, ToGraph());

    private NetworkGraph ToGraph()
    {
        Shape picture = [ImageSize.Height, ImageSize.Width, Channels], pictures = [1, picture[0], picture[1], picture[2]];
        var (encoder, decoder) = Describe(picture, Latent);
        var latent = encoder.OutputShape(pictures);
        return latent != [1, Latent]
            ? throw new ArgumentException(
                $"{Name}: the encoder gives {latent} for pictures {pictures}, and the latent vector is [{Latent}]; make them equal.")
            : decoder.OutputShape(latent) is var output && output != pictures
            ? throw new ArgumentException(
                $"{Name}: the decoder gives {output} for pictures {pictures}; it must give pictures of that size.")
            : NetworkGraph.Of(encoder, decoder);
    }
}
