using ILGpuAutoencoders.Models.Families.Shallow;
using ILGpuAutoencoders.Models.Networks;

namespace ILGpuAutoencoders.Models;

/// <summary>The options of the shallow family.</summary>
public sealed record ShallowOptions : LatentOptions
{
    /// <inheritdoc/>
    public override string Family => "shallow";

    internal override IReadOnlyList<RecipeSetting> Recipe =>
        [.. RecipeSetting.Shared, new("init", "pca"), new("lr", "0.0003"), new("epochs", "8")];

    internal override int SideMultiple => 2;

    private protected override Autoencoder BuildNetwork() => new LatentAutoencoder(this, ShallowNetwork.Describe(this));
}
