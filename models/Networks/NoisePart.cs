using ILGpuAutoencoders.Data;

namespace ILGpuAutoencoders.Models.Networks;

/// <summary>The options of a family that learns to undo a corruption of its input: a part that its options declare.</summary>
internal static class NoisePart
{
    /// <summary>The strength of the corruption unless it is set.</summary>
    internal const float DefaultFactor = 0.1f;

    /// <summary>Declares kind and strength.</summary>
    internal static IReadOnlyList<FamilyOption> Of<TOptions>(
        Func<TOptions, CorruptionKind> kind, Func<TOptions, CorruptionKind, TOptions> setKind,
        Func<TOptions, NoiseFactor> factor, Func<TOptions, NoiseFactor, TOptions> setFactor)
        where TOptions : AutoencoderOptions
    {
        string[] names = [.. CorruptionKind.All.Where(noise => noise != CorruptionKind.None).Select(noise => noise.Name)];
        return
        [
            new()
            {
                Key = "noise",
                Placeholder = string.Join('|', names),
                Description = "how inputs are corrupted",
                Values = names,
                Expected = $"one of {string.Join(", ", names)}",
                Advice = $"use one of {string.Join(", ", names)}",
                IsCommon = true,
                Format = options => kind((TOptions)options).Name,
                Parse = (options, text) => names.Contains(text) ? setKind((TOptions)options, CorruptionKind.Find(text)!) : null,
                IsValid = options => kind((TOptions)options) != CorruptionKind.None,
            },
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
                IsValid = options => kind((TOptions)options).Allows(factor((TOptions)options)),
            },
        ];
    }
}
