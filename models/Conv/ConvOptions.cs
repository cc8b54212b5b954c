namespace ILGpuAutoencoders.Models;

/// <summary>The options of the conv family.</summary>
public sealed record ConvOptions : AutoencoderOptions
{
    /// <inheritdoc/>
    public override string Family => "conv";

    private protected override Autoencoder BuildNetwork() => new ConvAutoencoder(this);
}
