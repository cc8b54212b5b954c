using System.Globalization;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Options;

namespace ILGpuAutoencoders.Models;

/// <summary>
/// Everything that decides what a training run computes, and what it runs on. <see cref="TrainingOption.All"/> lists the
/// keys by which people set them; config.yaml of a run holds them all.
/// </summary>
public sealed record TrainingOptions
{
    /// <summary>The family: a name of the model catalog; <c>conv</c> unless set.</summary>
    public string Model { get; init; } = "conv";

    /// <summary>A folder of pictures, or <c>faces[:N]</c> for N drawn faces; <c>faces</c> unless set.</summary>
    public string Data { get; init; } = "faces";

    /// <summary>Decides which faces are drawn; 0 unless set.</summary>
    public ulong DataSeed { get; init; }

    /// <summary>Decides starting weights, order, corruption, dropout, and the split of a folder that has none; 0 unless set.</summary>
    public ulong Seed { get; init; }

    /// <summary>Side of the pictures in pixels, a multiple of 16 from 16 to 1024; 64 unless set.</summary>
    public int ImageSize { get; init; } = 64;

    /// <summary>The part of each picture that is kept; the whole unless set.</summary>
    public Crop Crop { get; init; }

    /// <summary>
    /// The side in pixels that pictures are resized to, <see cref="ImageSize"/> to 4,096; squares of <see cref="ImageSize"/> are cut from them, at
    /// random in training, in the middle else. Null, the default, resizes to <see cref="ImageSize"/> and cuts nothing.
    /// </summary>
    public int? RandomCrop { get; init; }

    /// <summary>Size of the latent vector, 1 to 65,536; 256 unless set.</summary>
    public int Latent { get; init; } = 256;

    /// <summary>How the encoder of <c>conv</c> halves sides; null, the default, is by strides.</summary>
    public DownKind? Down { get; init; }

    /// <summary>How the decoder of <c>conv</c> doubles sides; null, the default, is by transposed convolutions.</summary>
    public UpKind? Up { get; init; }

    /// <summary>What is minimised; <see cref="Loss.Mse"/> unless set.</summary>
    public Loss Loss { get; init; } = Loss.Mse;

    /// <summary>How inputs are corrupted; null, the default, is Gaussian for <c>denoising</c>, unclamped for <c>unet</c>, and none for the others.</summary>
    public CorruptionKind? Noise { get; init; }

    /// <summary>How strongly: the deviation of Gaussian noise, else a fraction in [0, 1]; or a range of them, from which each picture's is drawn; 0.1 unless set.</summary>
    public NoiseFactor NoiseFactor { get; init; } = 0.1f;

    /// <summary>Passes over the training pictures, 1 or more; 20 unless set.</summary>
    public int Epochs { get; init; } = 20;

    /// <summary>Pictures a step, 1 or more; 64 unless set.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>Learning rate, above 0; 1e-3 unless set.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>How weights follow gradients; <see cref="UpdateRule.Adam"/> unless set.</summary>
    public UpdateRule Optimizer { get; init; } = UpdateRule.Adam;

    /// <summary>Share of the flattened features set to 0 in training, in [0, 1); null, the default, is the family's own.</summary>
    public float? Dropout { get; init; }

    /// <summary>Weight of the latent divergence in the loss of a vae, 0 or more; null, the default, is 1 for it. Other families have none.</summary>
    public float? Beta { get; init; }

    /// <summary>Epochs over which <see cref="Beta"/> grows from 0, 0 or more; null, the default, is 5 for a vae. Other families have none.</summary>
    public float? BetaWarmup { get; init; }

    /// <summary>Weight decay, 0 or more; 0 unless set.</summary>
    public float WeightDecay { get; init; }

    /// <summary>How the learning rate changes; not at all unless set.</summary>
    public ScheduleKind Schedule { get; init; }

    /// <summary>Epochs, whole or not, over which the learning rate rises from 0; 0 unless set.</summary>
    public double Warmup { get; init; }

    /// <summary>Epochs between two reductions of <see cref="ScheduleKind.Step"/>, 1 or more; 10 unless set.</summary>
    public int StepSize { get; init; } = 10;

    /// <summary>What <see cref="ScheduleKind.Step"/> multiplies the rate by, in (0, 1]; 0.1 unless set.</summary>
    public double Gamma { get; init; } = 0.1;

    /// <summary>What <see cref="ScheduleKind.Plateau"/> multiplies the rate by, in (0, 1]; 0.5 unless set.</summary>
    public double PlateauFactor { get; init; } = 0.5;

    /// <summary>Epochs without a lower loss on val that <see cref="ScheduleKind.Plateau"/> bears, 0 or more; 3 unless set.</summary>
    public int PlateauPatience { get; init; } = 3;

    /// <summary>The largest Euclidean norm of all gradients together, above 0: longer ones are scaled down; null, the default, for no limit.</summary>
    public double? ClipNorm { get; init; }

    /// <summary>Decay of an exponential moving average of the weights, in (0, 1), which is then what is validated and saved; null, the default, for none.</summary>
    public double? Ema { get; init; }

    /// <summary>Epochs without a lower loss on val after which training ends, 1 or more; null, the default, for never.</summary>
    public int? EarlyStop { get; init; }

    /// <summary>Steps after which training ends although epochs are left, 1 or more; null, the default, for no such limit.</summary>
    public int? MaxSteps { get; init; }

    /// <summary>Minutes between two saves within an epoch, 0 or more; 10 unless set. A kill loses no more than that. It changes no result.</summary>
    public double SaveEvery { get; init; } = 10;

    /// <summary>The share of pictures that may fail to decode, in [0, 1]; 0.01 unless set.</summary>
    public double MaxBad { get; init; } = 0.01;

    /// <summary>The most pixels that a picture may claim in its header, 1 to <see cref="PixelCodec.MostPixels"/>; 50 million unless set.</summary>
    public long MaxPixels { get; init; } = PixelCodec.MaxPixels;

    /// <summary>Whether links below the data folder are followed, to wherever they lead; not unless set.</summary>
    public bool FollowLinks { get; init; }

    /// <summary>Threads that prepare batches, 1 or more; 1 unless set. It changes no result.</summary>
    public int Workers { get; init; } = 1;

    /// <summary><c>auto</c>, <c>cpu</c>, <c>cuda[:N]</c>, <c>opencl[:N]</c> or <c>simulator</c>; <c>auto</c> unless set.</summary>
    public string Device { get; init; } = "auto";

    /// <summary>Threads that compute on the CPU; 0, the default, for one a processor. It changes no result.</summary>
    public int Threads { get; init; }

    /// <summary>How matrix products are computed; null, the default, is tf32 on CUDA and fp32 elsewhere.</summary>
    public Precision? Precision { get; init; }

    /// <summary>How training pictures are varied; not at all unless set.</summary>
    public Augmentation Augment { get; init; }

    /// <summary>A run or checkpoint file whose weights training starts from, or <c>pca</c> for principal components; null, the default, for weights drawn from the seed.</summary>
    public string? Init { get; init; }

    /// <summary>Whether the run gets a file for TensorBoard; not unless set.</summary>
    public bool TensorBoard { get; init; }

    /// <summary>The corruption of inputs that <see cref="Noise"/> and <see cref="NoiseFactor"/> say.</summary>
    public Corruption Corruption => new(NoiseKind, NoiseFactor);

    /// <summary>The options of the network that is trained.</summary>
    /// <exception cref="ConfigurationException">The family does not take one of them.</exception>
    public AutoencoderOptions Network => ModelBuilder.NetworkOf(this);

    /// <summary>Checks every value.</summary>
    /// <exception cref="ConfigurationException">A value is out of its range; the message names its key.</exception>
    public void Validate()
    {
        Require(ModelCatalog.Names.Contains(Model), "model", Model, $"use one of {string.Join(", ", ModelCatalog.Names)}");
        Require(Data.Length > 0, "data", Data, "name a folder of pictures or faces[:N]");
        Require(ImageSize is >= 16 and <= 1024 && ImageSize % 16 == 0, "image-size", ImageSize, "use a multiple of 16 from 16 to 1024");
        Require(RandomCrop is null || (RandomCrop >= ImageSize && RandomCrop <= 4096), "random-crop", RandomCrop, $"use {ImageSize} (the image size) to 4096");
        Require(Latent is >= 1 and <= 65_536, "latent", Latent, "use 1 to 65536");
        Require(NoiseKind.Allows(NoiseFactor), "noise-factor", NoiseFactor,
            NoiseKind.IsDeviation ? "use 0 or more" : "use a fraction from 0 to 1");
        Require(Epochs >= 1, "epochs", Epochs, "use 1 or more");
        Require(BatchSize is >= 1 and <= 65_536, "batch-size", BatchSize, "use 1 to 65536");
        Require(LearningRate > 0 && double.IsFinite(LearningRate), "lr", LearningRate, "use a number above 0");
        Require(Dropout is null or (>= 0 and < 1), "dropout", Dropout, "use a share from 0 to below 1");
        Require(Beta is null || (Beta >= 0 && float.IsFinite(Beta.Value)), "beta", Beta, "use 0 or more");
        Require(BetaWarmup is null || (BetaWarmup >= 0 && float.IsFinite(BetaWarmup.Value)), "beta-warmup", BetaWarmup, "use 0 or more epochs");
        Require(WeightDecay >= 0 && float.IsFinite(WeightDecay), "weight-decay", WeightDecay, "use 0 or more");
        Require(Warmup >= 0 && double.IsFinite(Warmup), "warmup", Warmup, "use 0 epochs or more");
        Require(StepSize >= 1, "step-size", StepSize, "use 1 epoch or more");
        Require(Gamma is > 0 and <= 1, "gamma", Gamma, "use a number above 0 and at most 1");
        Require(PlateauFactor is > 0 and <= 1, "plateau-factor", PlateauFactor, "use a number above 0 and at most 1");
        Require(PlateauPatience >= 0, "plateau-patience", PlateauPatience, "use 0 epochs or more");
        Require(ClipNorm is null || (ClipNorm > 0 && double.IsFinite(ClipNorm.Value)), "clip-norm", ClipNorm, "use a number above 0");
        Require(Ema is null or (> 0 and < 1), "ema", Ema, "use a number between 0 and 1, such as 0.999");
        Require(EarlyStop is null or >= 1, "early-stop", EarlyStop, "use 1 epoch or more");
        Require(MaxSteps is null or >= 1, "max-steps", MaxSteps, "use 1 or more");
        Require(SaveEvery >= 0, "save-every", SaveEvery, "use 0 minutes or more");
        Require(MaxBad is >= 0 and <= 1, "max-bad", MaxBad, "use a share from 0% to 100%");
        Require(MaxPixels is >= 1 and <= PixelCodec.MostPixels, "max-pixels", MaxPixels, $"use 1 to {PixelCodec.MostPixels}");
        Require(Workers is >= 1 and <= 256, "workers", Workers, "use 1 to 256");
        Require(Threads is >= 0 and <= 1024, "threads", Threads, "use 0 (one a processor) to 1024");
        Require(DeviceCatalog.IsValid(Device), "device", Device, $"use {DeviceCatalog.Choices}");
    }

    private CorruptionKind NoiseKind => Noise ?? ModelCatalog.Find(Model)?.Defaults.Corruption.Kind ?? CorruptionKind.None;

    private static void Require(bool holds, string key, object? value, string advice)
    {
        if (!holds)
        {
            throw new ConfigurationException(string.Create(CultureInfo.InvariantCulture, $"{key}: '{(value is string text ? ConfigFile.Shown(text) : value)}' cannot be used; {advice}."));
        }
    }
}
