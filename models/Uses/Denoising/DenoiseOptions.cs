using ILGpuAutoencoders.Models.Basics;
using ILGpuAutoencoders.Models.Uses.Denoising;
using static ILGpuAutoencoders.Models.NumberRange;
using Row = ILGpuAutoencoders.Models.OptionDescriptor<ILGpuAutoencoders.Models.DenoiseOptions>;

namespace ILGpuAutoencoders.Models;

/// <summary>Which pictures are denoised.</summary>
public sealed record DenoiseOptions : PictureOptions
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
    /// The inputs are clean, and noise as in the run's training is added, of this strength; null, the default, for noisy inputs.
    /// </summary>
    public float? AddNoise { get; init; }

    /// <summary>Whether the inputs are taken as clean and a table over <see cref="Denoiser.Levels"/> is made; not unless set.</summary>
    public bool Levels { get; init; }

    /// <summary>
    /// Whether pictures that the model resizes are written at the size that what it saw of them has in their files; not unless set.
    /// </summary>
    public bool OriginalSize { get; init; }

    /// <summary>Decides the noise; 0 unless set.</summary>
    public ulong Seed { get; init; }

    /// <summary>
    /// The part of the pictures to work on, in a folder of its own in OUT.shards; null, the default, for all of them.
    /// </summary>
    public Shard? Shard { get; init; }

    /// <summary>These options by key.</summary>
    public static new OptionTable<DenoiseOptions> Table { get; } = TableOf(
        new DenoiseOptions { Run = "", Inputs = [], Out = "" },
        Row.Of("add-noise", From(0f), "the pictures are clean: add noise of this strength",
            o => o.AddNoise, (o, v) => o with { AddNoise = v },
            remark: "of the kind that the run was trained on, and measure against them"),
        Row.Of("original-size", CommonValues.Switch, CommonValues.OriginalSizeHelp, o => o.OriginalSize,
            (o, v) => o with { OriginalSize = v }),
        Row.Of("seed", CommonValues.Seeds, "decides the added noise", o => o.Seed, (o, v) => o with { Seed = v }));
}

/// <summary>What was denoised. Its properties are the keys of <c>denoise --json</c>, in snake case.</summary>
/// <param name="Out">The folder.</param>
/// <param name="Grid">A grid of the first pictures: before, after and, where it is known, the clean one; a path. Null where pictures are
/// divided.</param>
/// <param name="Noise">The kind of noise that was added; null for none.</param>
/// <param name="Pictures">Each picture.</param>
/// <param name="Levels">The table over strengths of noise, with filters as controls; empty where no clean pictures are known, and where
/// pictures are divided.</param>
/// <param name="Bad">Pictures that did not decode, with the reason.</param>
public sealed record DenoiseResult(
    string Out, string? Grid, string? Noise, IReadOnlyList<DenoisedPicture> Pictures, IReadOnlyList<DenoiseLevel> Levels,
    IReadOnlyList<string> Bad) : ShardedResult;

/// <summary>A picture and its denoised form.</summary>
/// <param name="Input">The file that was read.</param>
/// <param name="Output">The file that was written.</param>
/// <param name="Width">Its columns.</param>
/// <param name="Height">Its rows.</param>
/// <param name="Before">How close the noisy picture is to the clean one; null if that is not known.</param>
/// <param name="After">How close the denoised picture is to the clean one; null if that is not known.</param>
public sealed record DenoisedPicture(string Input, string Output, int Width, int Height, DenoiseScore? Before, DenoiseScore? After)
{
    /// <summary>
    /// The deviation of the noise that was found in it, in units of the range of values, by an estimate to which fine textures are noise as
    /// well; the one that was added where noise of that kind was.
    /// </summary>
    public float Noise { get; init; }
}

/// <summary>How close a picture, or the mean of several, is to the clean one.</summary>
/// <param name="Psnr">PSNR of values clamped to [0, 1] and rounded to 8 bit, in dB.</param>
/// <param name="Ssim">SSIM; null below 11 pixels.</param>
public sealed record DenoiseScore(double Psnr, double? Ssim);

/// <summary>Means over all pictures at one strength of noise.</summary>
/// <param name="NoiseFactor">The strength.</param>
/// <param name="Images">Number of pictures.</param>
/// <param name="Input">Of doing nothing.</param>
/// <param name="Model">Of the run.</param>
/// <param name="Median3">Of the median of 3x3 pixels.</param>
/// <param name="Mean3">Of the mean of 3x3 pixels.</param>
/// <param name="Mean5">Of the mean of 5x5 pixels.</param>
/// <param name="Dct8">Of sliding DCT thresholding in 8x8 pixels, which knows the strength.</param>
public sealed record DenoiseLevel(
    float NoiseFactor, int Images, DenoiseScore Input, DenoiseScore Model, DenoiseScore Median3, DenoiseScore Mean3, DenoiseScore Mean5,
    DenoiseScore Dct8)
{
    /// <summary>The controls: filters that know nothing of pictures.</summary>
    internal static IReadOnlyList<DenoiseFilter> Filters { get; } =
    [
        new("median 3x3", (picture, _) => PictureFilters.Median(picture), level => level.Median3),
        new("mean 3x3", (picture, _) => PictureFilters.Mean(picture, 1), level => level.Mean3),
        new("mean 5x5", (picture, _) => PictureFilters.Mean(picture, 2), level => level.Mean5),
        new("DCT 8x8", DctFilter.Apply, level => level.Dct8),
    ];

    /// <summary>The PSNR that a model has to pass: of the best filter, or of doing nothing.</summary>
    internal double ControlPsnr => Filters.Select(filter => filter.Of(this).Psnr).Append(Input.Psnr).Max();
}
