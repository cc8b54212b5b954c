using ILGpuAutoencoders.Models.Families.Improved;
using ILGpuAutoencoders.Models.Networks;
using static ILGpuAutoencoders.Models.NumberRange;

namespace ILGpuAutoencoders.Models;

/// <summary>How the channels of a layer are normalised.</summary>
public enum NormKind
{
    /// <summary>Over the batch in training, by running statistics in inference (Ioffe and Szegedy, 2015).</summary>
    Batch,

    /// <summary>Not at all.</summary>
    None,
}

/// <summary>The options of the improved family.</summary>
public sealed record ImprovedOptions : LatentOptions
{
    private static readonly FamilyOption[] s_own =
    [
        DropoutPart.Of<ImprovedOptions>(options => options.Dropout, (options, value) => options with { Dropout = value }),
        FamilyOption.Of<ImprovedOptions, NormKind>(
            "norm", new NamedValues<NormKind>(("batch", NormKind.Batch), ("none", NormKind.None)),
            "improved: how channels are normalised after each convolution",
            options => options.Norm, (options, value) => options with { Norm = value }),
        FamilyOption.Of<ImprovedOptions, int>(
            "width", From(4).To(256).By(4), "improved: channels of the first level; each further level has twice as many",
            options => options.Width, (options, value) => options with { Width = value }),
        FamilyOption.Of<ImprovedOptions, int>(
            "refine", From(0).To(8), "improved: how often the latent vector is corrected by what its reconstruction misses",
            options => options.Refine, (options, value) => options with { Refine = value }),
    ];

    /// <inheritdoc/>
    public override string Family => "improved";

    /// <summary>Probability that a feature before the latent vector is dropped in training, in [0, 1); 0.1 by default.</summary>
    public float Dropout { get; init; } = DropoutPart.Default;

    /// <summary>How channels are normalised after each convolution; over the batch by default.</summary>
    public NormKind Norm { get; init; }

    /// <summary>Channels of the first level, a multiple of 4 from 4 to 256; each further level has twice as many; 64 by default.</summary>
    public int Width { get; init; } = ImprovedNetwork.PlainWidth;

    /// <summary>
    /// How often the latent vector is corrected by what its reconstruction misses, 0 to 8; 0 by default. Each time costs a pass through a
    /// decoder and an encoder.
    /// </summary>
    public int Refine { get; init; }

    internal override IReadOnlyList<RecipeSetting> Recipe =>
    [
        .. RecipeSetting.Shared, new("init", "pca"), new("lr", "0.0004"), new("clip-norm", "0.01"), new("epochs", "10"),
        new("dropout", "0"), new("norm", "none"), new("width", "32"), new("refine", "2"),
    ];

    private protected override IReadOnlyList<FamilyOption> Own => s_own;

    internal override int SideMultiple => ImprovedNetwork.SideMultiple;

    private protected override Autoencoder BuildNetwork() => new LatentAutoencoder(this, ImprovedNetwork.Describe(this));
}
