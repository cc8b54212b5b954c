using ILGpuAutoencoders.Models.Families.Shallow;
using ILGpuAutoencoders.Models.Networks;

namespace ILGpuAutoencoders.Models;

/// <summary>The options of the shallow family.</summary>
public sealed record ShallowOptions : LatentOptions
{
    /// <inheritdoc/>
    public override string Family => "shallow";

    private protected override Autoencoder BuildNetwork() => new LatentAutoencoder(this, ShallowNetwork.Describe(this));
}
