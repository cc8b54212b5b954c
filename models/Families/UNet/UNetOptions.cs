using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models.Families.UNet;
using ILGpuAutoencoders.Models.Networks;

namespace ILGpuAutoencoders.Models;

/// <summary>The options of the unet family.</summary>
public sealed record UNetOptions : AutoencoderOptions
{
    private static readonly IReadOnlyList<FamilyOption> s_declared = NoisePart.Of<UNetOptions>(
        options => options.Noise, (options, value) => options with { Noise = value },
        options => options.NoiseFactor, (options, value) => options with { NoiseFactor = value });

    /// <inheritdoc/>
    public override string Family => "unet";

    /// <summary>
    /// The noise added to inputs, not <see cref="CorruptionKind.None"/>; <see cref="CorruptionKind.GaussianUnclamped"/> by default.
    /// </summary>
    public CorruptionKind Noise { get; init; } = CorruptionKind.GaussianUnclamped;

    /// <summary>
    /// Its strength: the deviation of Gaussian noise (0 or more), or a fraction in [0, 1] of pixels or area; 0.1 by default.
    /// </summary>
    public NoiseFactor NoiseFactor { get; init; } = NoisePart.DefaultFactor;

    internal override Corruption Corruption => new(Noise, NoiseFactor);

    internal override IReadOnlyList<RecipeSetting> Recipe =>
    [
        .. RecipeSetting.Shared, new("batch-size", "16"), new("warmup", "0.5"), new("loss", "mae"), new("noise-factor", "0.02..0.35"),
        new("epochs", "10"),
    ];

    internal override IReadOnlyList<FamilyOption> Declared => s_declared;

    // Four levels, each of half the side of the one before.
    internal override int SideMultiple => 16;

    private protected override Autoencoder BuildNetwork() => new UNetNetwork(this);
}
