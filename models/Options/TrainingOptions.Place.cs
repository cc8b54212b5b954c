using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models.Basics;
using ILGpuAutoencoders.Models.Options;
using static ILGpuAutoencoders.Models.NumberRange;
using Row = ILGpuAutoencoders.Models.OptionDescriptor<ILGpuAutoencoders.Models.TrainingOptions>;

namespace ILGpuAutoencoders.Models;

/// <content>How pictures are read and varied, and what the run starts from and leaves.</content>
public sealed partial record TrainingOptions
{
    private const string RandomStart = "random";

    /// <summary>The share of pictures that may fail to decode, in [0, 1]; 0.01 unless set.</summary>
    public double MaxBad { get; init; } = 0.01;

    /// <summary>The most pixels that a header may claim, 1 to <see cref="PixelCodec.MostPixels"/>; 50 million unless set.</summary>
    public long MaxPixels { get; init; } = PixelCodec.MaxPixels;

    /// <summary>Whether links below the data folder are followed, to wherever they lead; not unless set.</summary>
    public bool FollowLinks { get; init; }

    /// <summary>Threads that prepare batches, 1 to 256; 1 unless set. Results do not depend on it.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>How training pictures are varied; not at all unless set.</summary>
    public Augmentation Augment { get; init; }

    /// <summary>
    /// Share of each side, 0 to 0.5, that may be missing: a random part of each training picture takes the place of the whole, at its
    /// size; 0 unless set.
    /// </summary>
    public double CropJitter { get; init; }

    /// <summary>Training pictures are multiplied by 1 - b to 1 + b for this b, 0 to 1, and cut off at 1; 0 unless set.</summary>
    public double Brightness { get; init; }

    /// <summary>Share of the area, 0 to 1, of a black square in each training picture, in input and target; 0 unless set.</summary>
    public double CutOut { get; init; }

    /// <summary>
    /// A run or checkpoint file whose weights training starts from, or <c>pca</c> for principal components; null, the default, draws them
    /// from the seed.
    /// </summary>
    public string? Init { get; init; }

    /// <summary>Whether the run gets a file for TensorBoard; not unless set.</summary>
    public bool TensorBoard { get; init; }

    private static Row[] Reading =>
    [
        Row.Of("max-bad", CommonValues.Shares, "share of pictures that may fail to decode",
            o => o.MaxBad, (o, v) => o with { MaxBad = v }, scope: Place),
        Row.Of("max-pixels", From(1L).To(PixelCodec.MostPixels), "most pixels that a picture may claim to have",
            o => o.MaxPixels, (o, v) => o with { MaxPixels = v }, remark: "those with more are bad", scope: Place),
        Row.Of("follow-links", CommonValues.Switch, "follow links below the data folder, to wherever they lead",
            o => o.FollowLinks, (o, v) => o with { FollowLinks = v }, scope: Place),
        Row.Of("workers", From(1).To(256), "threads that prepare batches",
            o => o.Workers, (o, v) => o with { Workers = v }, remark: "results do not depend on it", scope: Place),
    ];

    private static Row[] StartAndTraces =>
    [
        Row.Of("augment", OptionNames.Augmentations, "how training pictures are varied", o => o.Augment, (o, v) => o with { Augment = v }),
        Row.Of("crop-jitter", From(0.0).To(0.5), "share of each side that may be missing",
            o => o.CropJitter, (o, v) => o with { CropJitter = v },
            remark: "a random part of each training picture takes the place of the whole"),
        Row.Of("brightness", From(0.0).To(1), "by how much a training picture may be brighter or darker",
            o => o.Brightness, (o, v) => o with { Brightness = v }),
        Row.Of("cut-out", From(0.0).To(1), "share of the area of a black square in each training picture",
            o => o.CutOut, (o, v) => o with { CutOut = v }, remark: "in input and target; --noise mask hides it from the input alone"),
        Row.Of("init", CommonValues.Starts,
            "start from the weights of a run or checkpoint file of the same network, from principal components of the training "
                + "pictures, or from weights drawn from the seed",
            o => o.Init ?? RandomStart, (o, v) => o with { Init = v == RandomStart ? null : v }, scope: _ => OptionScope.Start),
        Row.Of("tensorboard", CommonValues.Switch, "write losses, metrics and sample grids for TensorBoard into the run",
            o => o.TensorBoard, (o, v) => o with { TensorBoard = v }, scope: Place),
    ];
}
