using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models.Basics;
using static ILGpuAutoencoders.Models.NumberRange;
using Row = ILGpuAutoencoders.Models.OptionDescriptor<ILGpuAutoencoders.Models.SamplingOptions>;

namespace ILGpuAutoencoders.Models;

/// <summary>Which new pictures are drawn.</summary>
public sealed record SamplingOptions : ComputeOptions
{
    /// <summary>A run folder (its best checkpoint) or a checkpoint file within one.</summary>
    public required string Run { get; init; }

    /// <summary>The PNG file to write; it must not exist.</summary>
    public required string Out { get; init; }

    /// <summary>Whether files that exist are replaced; those of inputs never are. False unless set.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Number of pictures, 1 to 10,000; 64 unless set.</summary>
    public int Count { get; init; } = 64;

    /// <summary>Decides the pictures; 0 unless set.</summary>
    public ulong Seed { get; init; }

    /// <summary>These options by key.</summary>
    public static new OptionTable<SamplingOptions> Table { get; } = TableOf(
        new SamplingOptions { Run = "", Out = "" },
        Row.Of("count", From(1).To(10_000), "number of pictures", o => o.Count, (o, v) => o with { Count = v }),
        Row.Of("seed", CommonValues.Seeds, "decides the pictures", o => o.Seed, (o, v) => o with { Seed = v }));
}

/// <summary>What was drawn. Its properties are the keys of <c>sample --json</c>, in snake case.</summary>
/// <param name="Out">The grid of pictures.</param>
/// <param name="Count">Number of pictures.</param>
/// <param name="Seed">What decided them.</param>
/// <param name="ImageSize">Size of each in pixels.</param>
public sealed record SamplingResult(string Out, int Count, ulong Seed, ImageSize ImageSize);
