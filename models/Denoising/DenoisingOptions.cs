namespace ILGpuAutoencoders.Models;

/// <summary>The options of the denoising family.</summary>
public sealed record DenoisingOptions : AutoencoderOptions
{
    /// <inheritdoc/>
    public override string Family => "denoising";

    private protected override Autoencoder BuildNetwork() => new ConvAutoencoder(this);
}
