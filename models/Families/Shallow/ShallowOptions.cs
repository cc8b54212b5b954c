using ILGpuAutoencoders.Models.Families.Shallow;

namespace ILGpuAutoencoders.Models;

/// <summary>The options of the shallow family.</summary>
public sealed record ShallowOptions : LatentOptions
{
    /// <inheritdoc/>
    public override string Family => "shallow";

    private protected override Autoencoder BuildNetwork() => new ShallowAutoencoder(this);
}
