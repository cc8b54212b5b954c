using ILGpuAutoencoders.Models.Families.Improved;
using ILGpuAutoencoders.Models.Families.Vae;
using ILGpuAutoencoders.Models.Networks;
using static ILGpuAutoencoders.Models.NumberRange;

namespace ILGpuAutoencoders.Models;

/// <summary>The options of the vae family.</summary>
public sealed record VaeOptions : LatentOptions
{
    private static readonly FamilyOption[] s_own =
    [
        DropoutPart.Of<VaeOptions>(options => options.Dropout, (options, value) => options with { Dropout = value }),
        FamilyOption.Of<VaeOptions, float>(
            "beta", From(0f), "weight of the latent divergence of a vae",
            options => options.Beta, (options, value) => options with { Beta = value }) with { IsOfTraining = true },
        FamilyOption.Of<VaeOptions, float>(
            "beta-warmup", From(0f), "epochs over which beta grows from 0",
            options => options.BetaWarmup, (options, value) => options with { BetaWarmup = value }) with { IsOfTraining = true },
    ];

    /// <inheritdoc/>
    public override string Family => "vae";

    /// <summary>Probability that a feature before the latent vector is dropped in training, in [0, 1); 0.1 by default.</summary>
    public float Dropout { get; init; } = DropoutPart.Default;

    /// <summary>Weight of the latent divergence in the loss, 0 or more; 1 by default. A model file does not keep it.</summary>
    public float Beta { get; init; } = 1;

    /// <summary>Epochs over which <see cref="Beta"/> grows from 0, 0 or more; 5 by default. A model file does not keep it.</summary>
    public float BetaWarmup { get; init; } = 5;

    // From random weights: the latent vector is to be normal, which coordinates of principal components are not.
    internal override IReadOnlyList<RecipeSetting> Recipe =>
        [.. RecipeSetting.Shared, new("lr", "0.001"), new("epochs", "20")];

    private protected override IReadOnlyList<FamilyOption> Own => s_own;

    internal override int SideMultiple => ImprovedNetwork.SideMultiple;

    private protected override Autoencoder BuildNetwork() => new VariationalAutoencoder(this);
}
