using ILGpuAutoencoders.Models.Families.Mlp;
using ILGpuAutoencoders.Models.Networks;

namespace ILGpuAutoencoders.Models;

/// <summary>The options of the mlp family.</summary>
public sealed record MlpOptions : LatentOptions
{
    /// <inheritdoc/>
    public override string Family => "mlp";

    // 25.7 million weights soon know a few thousand pictures by heart: training is short.
    internal override IReadOnlyList<RecipeSetting> Recipe =>
        [.. RecipeSetting.Shared, new("init", "pca"), new("lr", "0.0001"), new("epochs", "8")];

    private protected override Autoencoder BuildNetwork() => new LatentAutoencoder(this, MlpNetwork.Describe(this));
}
