using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models.Basics;

namespace ILGpuAutoencoders.Models.Networks;

/// <summary>The options of a family that learns to remove noise from its input: a part that its options declare.</summary>
internal static class NoisePart
{
    /// <summary>The strength of the noise unless it is set.</summary>
    internal const float DefaultFactor = 0.1f;

    /// <summary>The kinds that leave something to remove.</summary>
    private static readonly NamedValues<CorruptionKind> s_kinds =
        new(CorruptionKind.All.Where(kind => kind != CorruptionKind.None), kind => kind.Name);

    /// <summary>Declares kind and strength.</summary>
    internal static IReadOnlyList<FamilyOption> Of<TOptions>(
        Func<TOptions, CorruptionKind> kind, Func<TOptions, CorruptionKind, TOptions> setKind,
        Func<TOptions, NoiseFactor> factor, Func<TOptions, NoiseFactor, TOptions> setFactor)
        where TOptions : AutoencoderOptions =>
    [
        FamilyOption.Of("noise", s_kinds, CommonValues.NoiseHelp, kind, setKind) with { IsCommon = true },
        FamilyOption.Of(
            "noise-factor", CommonValues.NoiseFactors, CommonValues.NoiseFactorHelp, factor, setFactor,
            rule: options => CommonValues.Problem(kind(options), factor(options))) with { IsCommon = true },
    ];
}
