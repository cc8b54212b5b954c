using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;
using static ILGpuAutoencoders.Models.NumberRange;

namespace ILGpuAutoencoders.Models.Basics;

/// <summary>Values that options of several records take.</summary>
internal static class CommonValues
{
    internal const string LatentHelp = "size of the latent vector";

    internal const string NoiseHelp = "noise added to the inputs";

    internal const string NoiseFactorHelp =
        "strength of the noise: a deviation for gaussian kinds, else a fraction of pixels or area; each picture draws its own from a range";

    internal static NumberRange<ulong> Seeds { get; } = From(0ul);

    internal const string ImageSizeHelp = "side of square pictures in pixels, or width x height";

    internal const string OriginalSizeHelp = "write results at the size that what the model saw of a picture has in its file";

    internal const string FitHelp = "where proportions differ: stretch, cut the longer sides, or add black bars";

    internal static NamedValues<int> Channels { get; } = new(("1", PictureShape.Grey), ("3", PictureShape.Rgb));

    internal static TextValues<ImageSize> ImageSizes { get; } = SizesTo(1_024);

    internal static NamedValues<PictureFit> Fits { get; } =
        new(("stretch", PictureFit.Stretch), ("crop", PictureFit.Crop), ("pad", PictureFit.Pad));

    internal static NumberRange<int> Latents { get; } = From(1).To(65_536);

    internal static NumberRange<int> BatchSizes { get; } = From(1).To(65_536);

    internal static NamedValues<bool> Switch { get; } = new(("true", true), ("false", false));

    internal static NamedValues<DatasetSplit> Splits { get; } =
        new(("train", DatasetSplit.Train), ("val", DatasetSplit.Val), ("test", DatasetSplit.Test));

    internal static NamedValues<Precision> Precisions { get; } = new(("fp32", Precision.Fp32), ("tf32", Precision.Tf32));

    internal static TextValues<string> Devices { get; } = new(
        "auto|cpu|cuda[:N]|opencl[:N]|simulator", DeviceCatalog.Choices, text => (text, true), device => device, DeviceCatalog.IsValid);

    internal static TextValues<string> Sources { get; } = new(
        "DIR|faces[:N]", "a folder of pictures or faces[:N]", text => (text, true), source => source, source => source.Length > 0);

    internal static TextValues<Crop> Crops { get; } = new(
        "whole|square|center:F", "whole, square or center:F with 0 < F <= 1",
        text => Crop.TryParse(text, out var crop) ? (crop, true) : default, crop => crop.ToString());

    internal static NamedValues<CorruptionKind> Noises { get; } = new(CorruptionKind.All, kind => kind.Name);

    internal static TextValues<NoiseFactor> NoiseFactors { get; } = new(
        "S|LOW..HIGH", "0 or more, or a range such as 0.05..0.3",
        text => NoiseFactor.TryParse(text, out var factor) ? (factor, true) : default,
        factor => factor.ToString(), factor => CorruptionKind.Gaussian.Allows(factor));

    internal static TextValues<string> Starts { get; } = new(
        "RUN|FILE|pca|random", "a run folder, a .safetensors file, pca or random", text => (text, true), start => start,
        start => start.Length > 0);

    internal static TextValues<double> Shares { get; } = new(
        "SHARE", "a share from 0% to 100%, such as 1% or 0.01", text => Percent.TryParse(text, out double share) ? (share, true) : default,
        Percent.Format, share => share is >= 0 and <= 1, "from 0% to 100%");

    /// <summary>Sizes of pictures with sides from 11, which SSIM needs, to another.</summary>
    internal static TextValues<ImageSize> SizesTo(int most) => new(
        "N|WxH", $"a side from 11 to {most}, such as 64, or width x height of such sides, such as 96x64",
        text => ImageSize.TryParse(text, out var size) ? (size, true) : default, size => size.ToString(),
        size => Math.Min(size.Width, size.Height) >= 11 && Math.Max(size.Width, size.Height) <= most, $"11 to {most} each");

    /// <summary>What is wrong with a strength of a kind of noise, as a sentence; null if nothing is.</summary>
    internal static string? Problem(CorruptionKind kind, NoiseFactor factor) => kind.Allows(factor)
        ? null
        : OptionProblem.Of(factor.ToString(), $"a {(kind.IsDeviation ? "deviation of 0 or more" : "fraction from 0 to 1")}");
}
