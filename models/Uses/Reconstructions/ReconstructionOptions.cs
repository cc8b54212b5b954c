using ILGpuAutoencoders.Models.Basics;
using Row = ILGpuAutoencoders.Models.OptionDescriptor<ILGpuAutoencoders.Models.ReconstructionOptions>;

namespace ILGpuAutoencoders.Models;

/// <summary>Which pictures are reconstructed.</summary>
public sealed record ReconstructionOptions : PictureOptions
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
    /// Whether reconstructions are written at the size that what the model saw of a picture has in its file; not unless set. Errors are
    /// those at the model's size.
    /// </summary>
    public bool OriginalSize { get; init; }

    /// <summary>
    /// The part of the pictures to work on, in a folder of its own in OUT.shards; null, the default, for all of them.
    /// </summary>
    public Shard? Shard { get; init; }

    /// <summary>These options by key.</summary>
    public static new OptionTable<ReconstructionOptions> Table { get; } = TableOf(
        new ReconstructionOptions { Run = "", Inputs = [], Out = "" },
        Row.Of("original-size", CommonValues.Switch, CommonValues.OriginalSizeHelp, o => o.OriginalSize,
            (o, v) => o with { OriginalSize = v }));
}

/// <summary>What was reconstructed.</summary>
/// <param name="Out">The folder.</param>
/// <param name="Grid">The grid of the pictures with the largest errors, worst first; a path. Null where they are divided.</param>
/// <param name="Pictures">Each picture.</param>
/// <param name="Bad">Pictures that did not decode, with the reason.</param>
public sealed record ReconstructionResult(
    string Out, string? Grid, IReadOnlyList<ReconstructedPicture> Pictures, IReadOnlyList<string> Bad) : ShardedResult;

/// <summary>A picture and its reconstruction.</summary>
/// <param name="Input">The file that was read.</param>
/// <param name="Output">The file that was written.</param>
/// <param name="Mse">Mean squared error in [0, 1].</param>
/// <param name="Psnr">PSNR of the picture rounded to 8 bit, in dB.</param>
public sealed record ReconstructedPicture(string Input, string Output, double Mse, double Psnr);
