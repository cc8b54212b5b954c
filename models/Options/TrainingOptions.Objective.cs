using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models.Basics;
using ILGpuAutoencoders.Models.Options;
using Row = ILGpuAutoencoders.Models.OptionDescriptor<ILGpuAutoencoders.Models.TrainingOptions>;

namespace ILGpuAutoencoders.Models;

/// <content>What is minimised, and between what.</content>
public sealed partial record TrainingOptions
{
    /// <summary>What is minimised; <see cref="Loss.Mse"/> unless set.</summary>
    public Loss Loss { get; init; } = Loss.Mse;

    /// <summary>How inputs are corrupted; null, the default, is what the family learns to undo, if it does so, else none.</summary>
    public CorruptionKind? Noise { get; init; }

    /// <summary>
    /// How strongly: the deviation of Gaussian noise, else a fraction in [0, 1]; or a range of them, from which each picture's is drawn;
    /// 0.1 unless set.
    /// </summary>
    public NoiseFactor NoiseFactor { get; init; } = 0.1f;

    /// <summary>The corruption of inputs that <see cref="Noise"/> and <see cref="NoiseFactor"/> say.</summary>
    public Corruption Corruption => new(NoiseKind, NoiseFactor);

    private CorruptionKind NoiseKind => Noise ?? ModelCatalog.Find(Model)?.Defaults.Corruption.Kind ?? CorruptionKind.None;

    private static Row[] Objective =>
    [
        Row.Of("loss", OptionNames.Losses, "what is minimised", o => o.Loss, (o, v) => o with { Loss = v }),
        Row.Of("noise", CommonValues.Noises, CommonValues.NoiseHelp,
            o => o.NoiseKind, (o, v) => o with { Noise = v }, remark: "gaussian for denoising, gaussian-unclamped for unet, else none"),
        Row.Of("noise-factor", CommonValues.NoiseFactors, CommonValues.NoiseFactorHelp,
            o => o.NoiseFactor, (o, v) => o with { NoiseFactor = v }, rule: o => CommonValues.Problem(o.NoiseKind, o.NoiseFactor)),
    ];
}
