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

    /// <summary>The noise added to inputs; null, the default, is what the family learns to remove, or else none.</summary>
    public CorruptionKind? Noise { get; init; }

    /// <summary>
    /// Its strength: the deviation of Gaussian noise, else a fraction in [0, 1]; or a range, from which each picture draws its own;
    /// 0.1 unless set.
    /// </summary>
    public NoiseFactor NoiseFactor { get; init; } = 0.1f;

    /// <summary>The noise that <see cref="Noise"/> and <see cref="NoiseFactor"/> specify.</summary>
    public Corruption Corruption => new(NoiseKind, NoiseFactor);

    private CorruptionKind NoiseKind => Noise ?? ModelCatalog.Find(Model)?.Defaults.Corruption.Kind ?? CorruptionKind.None;

    private static Row[] Objective =>
    [
        Row.Of("loss", OptionNames.Losses, "what is minimised", o => o.Loss, (o, v) => o with { Loss = v }),
        Row.Of("noise", CommonValues.Noises, CommonValues.NoiseHelp,
            o => o.NoiseKind, (o, v) => o with { Noise = v }).Otherwise("gaussian for denoising, gaussian-unclamped for unet, else none"),
        Row.Of("noise-factor", CommonValues.NoiseFactors, CommonValues.NoiseFactorHelp,
            o => o.NoiseFactor, (o, v) => o with { NoiseFactor = v }, rule: o => CommonValues.Problem(o.NoiseKind, o.NoiseFactor)),
    ];
}
