using ILGpuAutoencoders.Models.Families.Improved;

namespace ILGpuAutoencoders.Models;

/// <summary>The options of the improved family.</summary>
public sealed record ImprovedOptions : DropoutOptions
{
    /// <inheritdoc/>
    public override string Family => "improved";

    private protected override Autoencoder BuildNetwork() => new ImprovedAutoencoder(this);
}
