using Row = ILGpuAutoencoders.Models.OptionDescriptor<ILGpuAutoencoders.Models.EmbedOptions>;

namespace ILGpuAutoencoders.Models;

/// <summary>Which pictures become latent vectors.</summary>
public sealed record EmbedOptions : PictureOptions
{
    /// <summary>A run folder (its best checkpoint) or a checkpoint file within one.</summary>
    public required string Run { get; init; }

    /// <summary>Files, folders and globs.</summary>
    public required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>The file to write; its ending says what it is: .npy, .csv or .safetensors.</summary>
    public required string Out { get; init; }

    /// <summary>
    /// The part of the pictures to encode, into a file of its own in the folder OUT.shards; null, the default, for all of them.
    /// </summary>
    public Shard? Shard { get; init; }

    /// <summary>Whether vectors are written raw, the default, or whitened or by classes: of length 1 then, for cosines.</summary>
    public LatentSpace Space { get; init; }

    /// <summary>These options by key.</summary>
    public static new OptionTable<EmbedOptions> Table { get; } = TableOf(
        new EmbedOptions { Run = "", Inputs = [], Out = "" },
        Row.Of("space", LatentSpaces.All, "vectors as they are, or of length 1, whitened by those of training or within its classes",
            o => o.Space, (o, v) => o with { Space = v }));
}

/// <summary>What was written.</summary>
/// <param name="Out">The vectors.</param>
/// <param name="Names">The file of their pictures' names, one per line; null for CSV, which has a column for them.</param>
/// <param name="Images">Number of vectors.</param>
/// <param name="Latent">Length of each.</param>
/// <param name="Bad">Pictures that did not decode, with the reason.</param>
public sealed record EmbedResult(string Out, string? Names, int Images, int Latent, IReadOnlyList<string> Bad) : ShardedResult;
