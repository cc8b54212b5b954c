using ILGpuAutoencoders.Models.Uses.Compression;
using static ILGpuAutoencoders.Models.NumberRange;
using Row = ILGpuAutoencoders.Models.OptionDescriptor<ILGpuAutoencoders.Models.CompressOptions>;

namespace ILGpuAutoencoders.Models;

/// <summary>Which pictures are compressed.</summary>
public sealed record CompressOptions : PictureOptions
{
    /// <summary>A run folder (its best checkpoint) or a checkpoint file within one.</summary>
    public required string Run { get; init; }

    /// <summary>Files, folders and globs.</summary>
    public required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>The folder to write to; it is made if it is missing.</summary>
    public required string Out { get; init; }

    /// <summary>Whether files that exist are replaced; those of inputs never are. False unless set.</summary>
    public bool Overwrite { get; init; }

    /// <summary>
    /// How fine the latent numbers are kept, 1 to 8 in quarters: all in steps of 2^(2 - bits) times their mean deviation, so that a number
    /// of that deviation takes about this many bits; <see cref="Compressor.DefaultBits"/> unless set.
    /// </summary>
    public double Bits { get; init; } = Compressor.DefaultBits;

    /// <summary>
    /// The part of the pictures to work on, in a folder of its own in OUT.shards; null, the default, for all of them.
    /// </summary>
    public Shard? Shard { get; init; }

    /// <summary>These options by key.</summary>
    public static new OptionTable<CompressOptions> Table { get; } = TableOf(
        new CompressOptions { Run = "", Inputs = [], Out = "" },
        Row.Of("bits", From(1.0).To(Compressor.MaxBits), "how fine latent numbers are kept: about this many bits for a number of mean "
            + "deviation, in quarters", o => o.Bits, (o, v) => o with { Bits = v },
            rule: o => o.Bits * 4 == Math.Round(o.Bits * 4) ? null : "is no multiple of 0.25"));
}

/// <summary>What was compressed.</summary>
/// <param name="Out">The folder.</param>
/// <param name="Bits">How fine the latent numbers are kept; null where shards are merged.</param>
/// <param name="Bytes">Bytes of all files, with their headers.</param>
/// <param name="BitsPerPixel">Of the pictures as the model sees them.</param>
/// <param name="Psnr">Mean over pictures, in dB.</param>
/// <param name="Jpeg">The control.</param>
/// <param name="Pictures">Each picture.</param>
/// <param name="Bad">Pictures that did not decode, with the reason.</param>
public sealed record CompressResult(
    string Out, double? Bits, long Bytes, double BitsPerPixel, double Psnr, JpegControl Jpeg, IReadOnlyList<CompressedPicture> Pictures,
    IReadOnlyList<string> Bad) : ShardedResult;

/// <summary>JPEG at equal bytes: for each picture the smallest file that is not smaller than ours.</summary>
/// <param name="Bytes">Bytes of all files.</param>
/// <param name="Psnr">Mean over pictures, in dB.</param>
/// <param name="Larger">Pictures for which even the smallest JPEG file is larger than ours.</param>
public sealed record JpegControl(long Bytes, double Psnr, int Larger);

/// <summary>A compressed picture.</summary>
/// <param name="Input">The file that was read.</param>
/// <param name="Output">The file that was written.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="BitsPerPixel">Of the picture as the model sees it.</param>
/// <param name="Psnr">Of what it decompresses to, in dB.</param>
/// <param name="JpegBytes">Of the control.</param>
/// <param name="JpegPsnr">Of the control, in dB.</param>
/// <param name="JpegQuality">Of the control, 0 to 100.</param>
public sealed record CompressedPicture(
    string Input, string Output, int Bytes, double BitsPerPixel, double Psnr, int JpegBytes, double JpegPsnr, int JpegQuality)
{
    /// <summary>Whether even the smallest JPEG file is larger than ours.</summary>
    public bool IsJpegLarger { get; init; }
}

/// <summary>What a table of rate and distortion covers.</summary>
public sealed record RateTableOptions : PictureOptions
{
    /// <summary>Runs, for example of different latent sizes.</summary>
    public required IReadOnlyList<string> Runs { get; init; }

    /// <summary>Files, folders and globs.</summary>
    public required IReadOnlyList<string> Inputs { get; init; }
}

/// <summary>A table of rate and distortion.</summary>
/// <param name="Rows">By run, then bits.</param>
/// <param name="Findings">Sentences on how the runs stand to each control, from the rows.</param>
public sealed record RateTableResult(IReadOnlyList<RateRow> Rows, IReadOnlyList<string> Findings);

/// <summary>A row of it; bytes and PSNR are means over pictures.</summary>
/// <param name="Run">The run.</param>
/// <param name="Latent">Its latent size.</param>
/// <param name="Bits">How fine the latent numbers are kept; null where shards are merged.</param>
/// <param name="Images">Number of pictures.</param>
/// <param name="Bytes">Of a file, with its header.</param>
/// <param name="BitsPerPixel">Of the pictures as the model sees them.</param>
/// <param name="Psnr">In dB.</param>
/// <param name="JpegBytes">Of the control.</param>
/// <param name="JpegPsnr">Of the control, in dB.</param>
/// <param name="JpegLarger">Pictures for which even the smallest JPEG file is larger than ours.</param>
/// <param name="JpegBytesAtPsnr">Of the smallest JPEG file of each picture that comes as close to it as ours.</param>
public sealed record RateRow(
    string Run, int Latent, double Bits, int Images, double Bytes, double BitsPerPixel, double Psnr, double JpegBytes, double JpegPsnr,
    int JpegLarger, double JpegBytesAtPsnr)
{
    /// <summary>Bytes of the coded symbols: of a file without its header.</summary>
    public double PayloadBytes => Bytes - IaeFile.HeaderBytes;

    /// <summary>WebP likewise.</summary>
    public required RateControl Webp { get; init; }

    /// <summary>As many principal components of the pictures of train as there are latent numbers, coded like these; null where they were
    /// not asked for or cannot be computed.</summary>
    public RateControl? Klt { get; init; }
}

/// <summary>A control at equal bytes and at equal PSNR, means over pictures.</summary>
/// <param name="Bytes">Of the smallest file that is not smaller than ours.</param>
/// <param name="Psnr">Of that file, in dB.</param>
/// <param name="Larger">Pictures for which even the smallest file is larger than ours.</param>
/// <param name="BytesAtPsnr">Of the smallest file that comes as close as ours; null where none does.</param>
public sealed record RateControl(double Bytes, double Psnr, int Larger, double? BytesAtPsnr);

/// <summary>Which files are decompressed.</summary>
public sealed record DecompressOptions : ComputeOptions
{
    /// <summary>The run that compressed them.</summary>
    public required string Run { get; init; }

    /// <summary>Files, and folders of them.</summary>
    public required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>The folder to write to; it is made if it is missing.</summary>
    public required string Out { get; init; }

    /// <summary>Whether files that exist are replaced; those of inputs never are. False unless set.</summary>
    public bool Overwrite { get; init; }
}

/// <summary>What was decompressed.</summary>
/// <param name="Out">The folder.</param>
/// <param name="Pictures">The PNG files.</param>
public sealed record DecompressResult(string Out, IReadOnlyList<string> Pictures);
