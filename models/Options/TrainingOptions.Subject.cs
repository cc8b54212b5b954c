using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models.Basics;
using ILGpuAutoencoders.Models.Options;
using Row = ILGpuAutoencoders.Models.OptionDescriptor<ILGpuAutoencoders.Models.TrainingOptions>;

namespace ILGpuAutoencoders.Models;

/// <content>What is trained, on what.</content>
public sealed partial record TrainingOptions
{
    private const int MostRandomCrop = 4096;

    /// <summary>The family: a name of the model catalog; <c>conv</c> unless set.</summary>
    public string Model { get; init; } = "conv";

    /// <summary>A folder of pictures, or <c>faces[:N]</c> for N drawn faces; <c>faces</c> unless set.</summary>
    public string Data { get; init; } = "faces";

    /// <summary>Decides which faces are drawn; 0 unless set.</summary>
    public ulong DataSeed { get; init; }

    /// <summary>Decides starting weights, order, noise, dropout, and the split of a folder that has none; 0 unless set.</summary>
    public ulong Seed { get; init; }

    /// <summary>Width and height of the pictures in pixels, 11 to 1,024 each; 64 x 64 unless set.</summary>
    public ImageSize ImageSize { get; init; } = 64;

    /// <summary>Values of a pixel: 3 for RGB, 1 for grey; 3 unless set, whatever the pictures are.</summary>
    public int Channels { get; init; } = PictureShape.Rgb;

    /// <summary>The part of each picture that is kept; the whole unless set.</summary>
    public Crop Crop { get; init; }

    /// <summary>What happens where that part has other proportions than <see cref="ImageSize"/>; it is stretched unless set.</summary>
    public PictureFit Fit { get; init; }

    /// <summary>
    /// The size in pixels that pictures are resized to, <see cref="ImageSize"/> to 4,096; parts of <see cref="ImageSize"/> are cut from
    /// them, at random in training, otherwise from the middle. Null, the default, resizes to <see cref="ImageSize"/> and cuts nothing.
    /// </summary>
    public ImageSize? RandomCrop { get; init; }

    /// <summary>Size of the latent vector, 1 to 65,536; 256 unless set.</summary>
    public int Latent { get; init; } = 256;

    /// <summary>The pictures as the network sees them.</summary>
    internal PictureShape Picture => new(ImageSize, Channels);

    /// <summary>How pictures become those that parts may be cut from.</summary>
    internal PictureFrame Whole => new(new PictureShape(RandomCrop ?? ImageSize, Channels), Crop, Fit);

    private static Row[] Subject =>
    [
        Row.Of("model", new FamilyNames(), "the family to train", o => o.Model, (o, v) => o with { Model = v }),
        Row.Of("data", CommonValues.Sources, "a folder of pictures, or N drawn faces",
            o => o.Data, (o, v) => o with { Data = v }, scope: Place),
        Row.Of("data-seed", CommonValues.Seeds, "decides which faces are drawn", o => o.DataSeed, (o, v) => o with { DataSeed = v }),
        Row.Of("seed", CommonValues.Seeds, "decides starting weights, order, noise, dropout and split",
            o => o.Seed, (o, v) => o with { Seed = v }).Under("Steps"),
        Row.Of("image-size", CommonValues.ImageSizes, CommonValues.ImageSizeHelp,
            o => o.ImageSize, (o, v) => o with { ImageSize = v }),
        Row.Of("channels", CommonValues.Channels, "values of a pixel: 3 for RGB, 1 for grey",
            o => o.Channels, (o, v) => o with { Channels = v }),
        Row.Of("crop", CommonValues.Crops, "the part of each picture that is kept", o => o.Crop, (o, v) => o with { Crop = v }),
        Row.Of("fit", CommonValues.Fits, CommonValues.FitHelp, o => o.Fit, (o, v) => o with { Fit = v }),
        Row.Of("random-crop", CommonValues.SizesTo(MostRandomCrop),
            "resize to this",
            o => o.RandomCrop, (o, v) => o with { RandomCrop = v },
            remark: "parts of image-size are cut from that, at random in training, otherwise from the middle",
            rule: o => o.RandomCrop is not { } whole || (whole.Width >= o.ImageSize.Width && whole.Height >= o.ImageSize.Height)
                ? null
                : OptionProblem.Of($"{whole}", $"{o.ImageSize} (the image size) to {MostRandomCrop}")).Otherwise("nothing is cut"),
        Row.Of("latent", CommonValues.Latents, CommonValues.LatentHelp, o => o.Latent, (o, v) => o with { Latent = v }).Under("Network"),
    ];
}
