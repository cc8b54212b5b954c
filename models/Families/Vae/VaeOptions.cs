namespace ILGpuAutoencoders.Models;

/// <summary>The options of the vae family.</summary>
public sealed record VaeOptions : DropoutOptions
{
    /// <inheritdoc/>
    public override string Family => "vae";

    private protected override Autoencoder BuildNetwork() => new VariationalAutoencoder(this);
}
