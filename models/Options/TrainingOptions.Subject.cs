using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models.Basics;
using ILGpuAutoencoders.Models.Options;
using static ILGpuAutoencoders.Models.NumberRange;
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

    /// <summary>Side of the pictures in pixels, a multiple of 16 from 16 to 1024; 64 unless set.</summary>
    public int ImageSize { get; init; } = 64;

    /// <summary>The part of each picture that is kept; the whole unless set.</summary>
    public Crop Crop { get; init; }

    /// <summary>
    /// The side in pixels that pictures are resized to, <see cref="ImageSize"/> to 4,096; squares of <see cref="ImageSize"/> are cut from
    /// them, at random in training, otherwise from the middle. Null, the default, resizes to <see cref="ImageSize"/> and cuts nothing.
    /// </summary>
    public int? RandomCrop { get; init; }

    /// <summary>Size of the latent vector, 1 to 65,536; 256 unless set.</summary>
    public int Latent { get; init; } = 256;

    private static Row[] Subject =>
    [
        Row.Of("model", new FamilyNames(), "the family to train", o => o.Model, (o, v) => o with { Model = v }),
        Row.Of("data", CommonValues.Sources, "a folder of pictures, or N drawn faces",
            o => o.Data, (o, v) => o with { Data = v }, scope: Place),
        Row.Of("data-seed", CommonValues.Seeds, "decides which faces are drawn", o => o.DataSeed, (o, v) => o with { DataSeed = v }),
        Row.Of("seed", CommonValues.Seeds, "decides starting weights, order, noise, dropout and split",
            o => o.Seed, (o, v) => o with { Seed = v }).Under("Steps"),
        Row.Of("image-size", CommonValues.ImageSizes, "side of the pictures in pixels",
            o => o.ImageSize, (o, v) => o with { ImageSize = v }),
        Row.Of("crop", CommonValues.Crops, "the part of each picture that is kept", o => o.Crop, (o, v) => o with { Crop = v }),
        Row.Of("random-crop", From(16).To(MostRandomCrop),
            "resize to N x N",
            o => o.RandomCrop, (o, v) => o with { RandomCrop = v },
            remark: "squares of image-size are cut from that, at random in training, otherwise from the middle",
            rule: o => o.RandomCrop >= o.ImageSize
                ? null
                : OptionProblem.Of($"{o.RandomCrop}", $"{o.ImageSize} (the image size) to {MostRandomCrop}")).Otherwise("nothing is cut"),
        Row.Of("latent", CommonValues.Latents, CommonValues.LatentHelp, o => o.Latent, (o, v) => o with { Latent = v }).Under("Network"),
    ];
}
