using ILGpuAutoencoders.Models.Families.Conv;
using ILGpuAutoencoders.Models.Networks;

namespace ILGpuAutoencoders.Models;

/// <summary>How an encoder halves the side of a picture.</summary>
public enum DownKind
{
    /// <summary>A convolution of kernel 4, stride 2, padding 1.</summary>
    Stride,

    /// <summary>A convolution of kernel 3, stride 1, padding 1, and the largest of each 2 x 2 values.</summary>
    Pool,
}

/// <summary>How a decoder doubles the side of a picture.</summary>
public enum UpKind
{
    /// <summary>A transposed convolution of kernel 4, stride 2, padding 1.</summary>
    Transpose,

    /// <summary>Each pixel as 2 x 2 equal ones, and a convolution of kernel 3, stride 1, padding 1.</summary>
    Nearest,
}

/// <summary>The options of the conv family.</summary>
public sealed record ConvOptions : LatentOptions
{
    private static readonly FamilyOption[] s_own =
    [
        FamilyOption.Of<ConvOptions, DownKind>(
            "down", new NamedValues<DownKind>(("stride", DownKind.Stride), ("pool", DownKind.Pool)), "conv: how the encoder halves sides",
            options => options.Down, (options, value) => options with { Down = value }),
        FamilyOption.Of<ConvOptions, UpKind>(
            "up", new NamedValues<UpKind>(("transpose", UpKind.Transpose), ("nearest", UpKind.Nearest)),
            "conv: how the decoder doubles sides",
            options => options.Up, (options, value) => options with { Up = value }),
    ];

    /// <inheritdoc/>
    public override string Family => "conv";

    /// <summary>How the encoder halves sides; by strides by default.</summary>
    public DownKind Down { get; init; }

    /// <summary>How the decoder doubles sides; by transposed convolutions by default.</summary>
    public UpKind Up { get; init; }

    internal override IReadOnlyList<RecipeSetting> Recipe =>
        [.. RecipeSetting.Shared, new("init", "pca"), new("lr", "0.0003"), new("epochs", "8")];

    private protected override IReadOnlyList<FamilyOption> Own => s_own;

    internal override int SideMultiple => ConvNetwork.SideMultiple;

    private protected override Autoencoder BuildNetwork() => new LatentAutoencoder(this, ConvNetwork.Describe(this, Down, Up));
}
