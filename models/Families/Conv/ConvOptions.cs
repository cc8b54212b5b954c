using ILGpuAutoencoders.Models.Families.Conv;
using ILGpuAutoencoders.Models.Options;

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
public sealed record ConvOptions : AutoencoderOptions
{
    private const string DownKey = "down", UpKey = "up";

    /// <inheritdoc/>
    public override string Family => "conv";

    /// <summary>How the encoder halves sides; by strides by default.</summary>
    public DownKind Down { get; init; }

    /// <summary>How the decoder doubles sides; by transposed convolutions by default.</summary>
    public UpKind Up { get; init; }

    private protected override Autoencoder BuildNetwork() => new ConvAutoencoder(this, Down, Up);

    private protected override void WriteMetadata(IDictionary<string, string> metadata)
    {
        metadata[DownKey] = OptionNames.Downs.Format(Down);
        metadata[UpKey] = OptionNames.Ups.Format(Up);
    }

    private protected override AutoencoderOptions ReadMetadata(IDictionary<string, string> metadata) => this with
    {
        Down = metadata.TryGetValue(DownKey, out string? down) ? (OptionNames.Downs.TryRead(down, out var kind) ? kind : throw new FormatException(OptionNames.Downs.Problem(down))) : Down,
        Up = metadata.TryGetValue(UpKey, out string? up) ? (OptionNames.Ups.TryRead(up, out var way) ? way : throw new FormatException(OptionNames.Ups.Problem(up))) : Up,
    };
}
