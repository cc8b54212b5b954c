using ILGpuAutoencoders.Models.Families.Mlp;
using ILGpuAutoencoders.Models.Networks;

namespace ILGpuAutoencoders.Models;

/// <summary>The options of the mlp family.</summary>
public sealed record MlpOptions : LatentOptions
{
    /// <inheritdoc/>
    public override string Family => "mlp";

    private protected override Autoencoder BuildNetwork() => new LatentAutoencoder(this, MlpNetwork.Describe(this));
}
