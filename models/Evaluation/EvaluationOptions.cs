using System.Text.Json.Serialization;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models.Basics;
using Row = ILGpuAutoencoders.Models.OptionDescriptor<ILGpuAutoencoders.Models.EvaluationOptions>;

namespace ILGpuAutoencoders.Models;

/// <summary>How a run is evaluated.</summary>
public sealed record EvaluationOptions : ComputeOptions
{
    /// <summary>A run folder (its best checkpoint) or a checkpoint file within one.</summary>
    public required string Run { get; init; }

    /// <summary>Pictures other than the run's own: a folder, or <c>faces[:N]</c>; null, the default, for the run's.</summary>
    public string? Data { get; init; }

    /// <summary>The part to evaluate; <see cref="DatasetSplit.Test"/> unless set.</summary>
    public DatasetSplit Split { get; init; } = DatasetSplit.Test;

    /// <summary>A strength of the noise other than in training; null, the default, for the run's.</summary>
    public NoiseFactor? NoiseFactor { get; init; }

    /// <summary>Whether the PCA of as many components as the latent size is fitted to train and evaluated too; true unless set.</summary>
    public bool Pca { get; init; } = true;

    /// <summary>A CSV file to write, one row per picture; null, the default, for none. It must not exist.</summary>
    public string? Csv { get; init; }

    /// <summary>Whether files that exist are replaced; those of inputs never are. False unless set.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Pictures per step, 1 or more; 64 unless set.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>The names of the parts of a data set.</summary>
    public static OptionValues<DatasetSplit> Splits => CommonValues.Splits;

    /// <summary>These options by key.</summary>
    public static new OptionTable<EvaluationOptions> Table { get; } = TableOf(
        new EvaluationOptions { Run = "" },
        Row.Of("split", Splits, "the part to evaluate", o => o.Split, (o, v) => o with { Split = v }),
        Row.Of("noise-factor", CommonValues.NoiseFactors, "a strength of the noise other than in training", o => o.NoiseFactor,
            (o, v) => o with { NoiseFactor = v }));
}

/// <summary>What an evaluation found. Its properties are the keys of <c>evaluate --json</c>, in snake case.</summary>
/// <param name="Images">Number of pictures.</param>
/// <param name="Mse">Mean squared error of unrounded outputs in [0, 1].</param>
/// <param name="Mae">Mean absolute error of unrounded outputs in [0, 1].</param>
/// <param name="Psnr">Mean over pictures of 10 log10(1 / mse) on outputs rounded to 8 bit, in dB.</param>
/// <param name="PsnrOfMeanMse">10 log10(1 / mse), in dB.</param>
/// <param name="Ssim">Mean SSIM, at most 1; null below 11 pixels.</param>
/// <param name="PsnrInput">PSNR of the noisy inputs, in dB; null if inputs have no noise.</param>
/// <param name="Pca">The control; null if it was not asked for.</param>
/// <param name="Crop">The part of each picture that was kept.</param>
/// <param name="ImageSize">Size of the pictures in pixels.</param>
public sealed record EvaluationResult(
    int Images, double Mse, double Mae, double Psnr, double PsnrOfMeanMse, double? Ssim, double? PsnrInput, PcaControl? Pca, string Crop,
    ImageSize ImageSize)
{
    /// <summary>Latent units of a vae whose mean has a variance above 0.01 over the pictures; null for other families.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? ActiveUnits { get; init; }

    /// <summary>Mean divergence of a vae's latent distributions from N(0, 1), in nats; null for other families.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? KlDivergence { get; init; }

    /// <summary>What was left out of the folder that was named; null if nothing was.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LeftOut? LeftOut { get; init; }
}

/// <summary>How the best linear autoencoder with that many components does on the same pictures.</summary>
/// <param name="K">Number of components: the latent size, or fewer where train spans fewer.</param>
/// <param name="Mse">Mean squared error of outputs clamped to [0, 1].</param>
/// <param name="Psnr">Mean PSNR of outputs rounded to 8 bit, in dB.</param>
public sealed record PcaControl(int K, double Mse, double Psnr);
