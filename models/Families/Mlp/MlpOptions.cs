using ILGpuAutoencoders.Models.Families.Mlp;

namespace ILGpuAutoencoders.Models;

/// <summary>The options of the mlp family.</summary>
public sealed record MlpOptions : LatentOptions
{
    /// <inheritdoc/>
    public override string Family => "mlp";

    private protected override Autoencoder BuildNetwork() => new MlpAutoencoder(this);
}
