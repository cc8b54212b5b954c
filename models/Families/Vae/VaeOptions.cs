using ILGpuAutoencoders.Models.Families.Vae;
using ILGpuAutoencoders.Models.Networks;

namespace ILGpuAutoencoders.Models;

/// <summary>The options of the vae family.</summary>
public sealed record VaeOptions : LatentOptions
{
    private static readonly FamilyOption[] s_own =
    [
        DropoutPart.Of<VaeOptions>(options => options.Dropout, (options, value) => options with { Dropout = value }),
        FamilyOption.Number<VaeOptions, float>(
            "beta", "weight of the latent divergence of a vae, 0 or more; 1 unless set",
            options => options.Beta, (options, value) => options with { Beta = value },
            value => value >= 0 && float.IsFinite(value), "use 0 or more") with { IsOfTraining = true },
        FamilyOption.Number<VaeOptions, float>(
            "beta-warmup", "epochs over which beta grows from 0, 0 or more; 5 unless set",
            options => options.BetaWarmup, (options, value) => options with { BetaWarmup = value },
            value => value >= 0 && float.IsFinite(value), "use 0 or more epochs") with { IsOfTraining = true },
    ];

    /// <inheritdoc/>
    public override string Family => "vae";

    /// <summary>Probability that a feature before the latent vector is dropped in training, in [0, 1); 0.1 by default.</summary>
    public float Dropout { get; init; } = DropoutPart.Default;

    /// <summary>Weight of the latent divergence in the loss, 0 or more; 1 by default. A model file does not keep it.</summary>
    public float Beta { get; init; } = 1;

    /// <summary>Epochs over which <see cref="Beta"/> grows from 0, 0 or more; 5 by default. A model file does not keep it.</summary>
    public float BetaWarmup { get; init; } = 5;

    private protected override IReadOnlyList<FamilyOption> Own => s_own;

    private protected override Autoencoder BuildNetwork() => new VariationalAutoencoder(this);
}
