using ILGpuAutoencoders.Data;

namespace ILGpuAutoencoders.Models.Networks;

/// <summary>The options of a family that learns to undo a corruption of its input: a part that its options declare.</summary>
internal static class NoisePart
{
    /// <summary>The strength of the corruption unless it is set.</summary>
    internal const float DefaultFactor = 0.1f;

    /// <summary>The names of all kinds.</summary>
    internal static readonly (string Name, CorruptionKind Value)[] Kinds =
        [("none", CorruptionKind.None), ("gaussian", CorruptionKind.Gaussian), ("salt-pepper", CorruptionKind.SaltPepper), ("mask", CorruptionKind.Mask),
        ("gaussian-unclamped", CorruptionKind.GaussianUnclamped)];

    /// <summary>Declares kind and strength.</summary>
    internal static IReadOnlyList<FamilyOption> Of<TOptions>(
        Func<TOptions, CorruptionKind> kind, Func<TOptions, CorruptionKind, TOptions> setKind,
        Func<TOptions, NoiseFactor> factor, Func<TOptions, NoiseFactor, TOptions> setFactor)
        where TOptions : AutoencoderOptions
    {
        var noises = Kinds.Where(choice => choice.Value != CorruptionKind.None);
        return
        [
            FamilyOption.Choice("noise", "how inputs are corrupted", [.. noises], kind, setKind) with { IsCommon = true },
            new()
            {
                Key = "noise-factor",
                Placeholder = "S|LOW..HIGH",
                Description = "how strongly: a deviation of 0 or more, or a fraction from 0 to 1; each picture draws its own from a range",
                Expected = "a number, or a range such as 0.05..0.3",
                Advice = "use 0 or more, and at most 1 for salt-pepper and mask",
                IsCommon = true,
                Format = options => factor((TOptions)options).ToString(),
                Parse = (options, text) => NoiseFactor.TryParse(text, out var value) ? setFactor((TOptions)options, value) : null,
                IsValid = options => IsValid(kind((TOptions)options), factor((TOptions)options)),
            },
        ];
    }

    private static bool IsValid(CorruptionKind kind, NoiseFactor factor) =>
        factor.Low >= 0 && factor.High >= factor.Low && factor.High <= (Corruption.IsDeviation(kind) ? float.MaxValue : 1);
}
