using ILGpuAutoencoders.Models.Families.Improved;
using ILGpuAutoencoders.Models.Networks;

namespace ILGpuAutoencoders.Models;

/// <summary>The options of the improved family.</summary>
public sealed record ImprovedOptions : LatentOptions
{
    private static readonly FamilyOption[] s_own =
        [DropoutPart.Of<ImprovedOptions>(options => options.Dropout, (options, value) => options with { Dropout = value })];

    /// <inheritdoc/>
    public override string Family => "improved";

    /// <summary>Probability that a feature before the latent vector is dropped in training, in [0, 1); 0.1 by default.</summary>
    public float Dropout { get; init; } = DropoutPart.Default;

    internal override IReadOnlyList<RecipeSetting> Recipe =>
        [.. RecipeSetting.Shared, new("init", "pca"), new("lr", "0.0003"), new("epochs", "20"), new("dropout", "0")];

    private protected override IReadOnlyList<FamilyOption> Own => s_own;

    private protected override Autoencoder BuildNetwork() => new LatentAutoencoder(this, ImprovedNetwork.Describe(this));
}
