using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models.Families.Conv;
using ILGpuAutoencoders.Models.Networks;

namespace ILGpuAutoencoders.Models;

/// <summary>The options of the denoising family: the network of conv, and the noise that it learns to remove.</summary>
public sealed record DenoisingOptions : LatentOptions
{
    private static readonly IReadOnlyList<FamilyOption> s_own = NoisePart.Of<DenoisingOptions>(
        options => options.Noise, (options, value) => options with { Noise = value },
        options => options.NoiseFactor, (options, value) => options with { NoiseFactor = value });

    /// <inheritdoc/>
    public override string Family => "denoising";

    /// <summary>
    /// The noise added to inputs, not <see cref="CorruptionKind.None"/>; <see cref="CorruptionKind.Gaussian"/> by default.
    /// </summary>
    public CorruptionKind Noise { get; init; } = CorruptionKind.Gaussian;

    /// <summary>
    /// Its strength: the deviation of Gaussian noise (0 or more), or a fraction in [0, 1] of pixels or area; 0.1 by default.
    /// </summary>
    public NoiseFactor NoiseFactor { get; init; } = NoisePart.DefaultFactor;

    internal override Corruption Corruption => new(Noise, NoiseFactor);

    internal override IReadOnlyList<RecipeSetting> Recipe =>
        [.. RecipeSetting.Shared, new("init", "pca"), new("lr", "0.0003"), new("epochs", "20"), new("noise-factor", "0.2")];

    private protected override IReadOnlyList<FamilyOption> Own => s_own;

    internal override int SideMultiple => ConvNetwork.SideMultiple;

    private protected override Autoencoder BuildNetwork() => new LatentAutoencoder(this, ConvNetwork.Describe(this));
}
