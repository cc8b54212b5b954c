using System.Globalization;
using System.Numerics;

namespace ILGpuAutoencoders.Models.Networks;

/// <summary>
/// An option that a family declares beside the side of its pictures: the key by which people set it, how it is read and written as text, and
/// the values it takes. Everything that sets, shows, checks or keeps options of families follows from it.
/// </summary>
internal sealed record FamilyOption
{
    /// <summary>The key, in kebab case.</summary>
    internal required string Key { get; init; }

    /// <summary>What stands for the value in help texts.</summary>
    internal required string Placeholder { get; init; }

    /// <summary>What it decides, as a phrase.</summary>
    internal required string Description { get; init; }

    /// <summary>The values it takes; empty where they are too many to list.</summary>
    internal IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>What a text must be to be read: a number.</summary>
    internal required string Expected { get; init; }

    /// <summary>What to do about a value out of its range: use 0 or more.</summary>
    internal required string Advice { get; init; }

    /// <summary>Whether training knows it for families too that do not declare it; the others refuse it.</summary>
    internal bool IsCommon { get; init; }

    /// <summary>Whether it decides how the network is trained and not what it is, so that a model file does not keep it.</summary>
    internal bool IsOfTraining { get; init; }

    /// <summary>Whether a model file must say it.</summary>
    internal bool IsRequired { get; init; }

    /// <summary>The value as text, in the invariant culture.</summary>
    internal required Func<AutoencoderOptions, string> Format { get; init; }

    /// <summary>The options with this one set to a text in the invariant culture; null where the text is no such value.</summary>
    internal required Func<AutoencoderOptions, string, AutoencoderOptions?> Parse { get; init; }

    /// <summary>Whether its value is within its range.</summary>
    internal required Func<AutoencoderOptions, bool> IsValid { get; init; }

    /// <summary>Its key in a model file.</summary>
    internal string MetadataKey => Key.Replace('-', '_');

    /// <summary>What is wrong with its value, as a sentence without the subject; null where nothing is.</summary>
    internal string? Problem(AutoencoderOptions options) => IsValid(options) ? null : $"'{Format(options)}' cannot be used; {Advice}.";

    /// <summary>An option with a number.</summary>
    internal static FamilyOption Number<TOptions, T>(
        string key, string description, Func<TOptions, T> get, Func<TOptions, T, TOptions> set, Func<T, bool> isValid, string advice)
        where TOptions : AutoencoderOptions
        where T : struct, INumber<T> => new()
        {
            Key = key,
            Placeholder = "N",
            Description = description,
            Expected = T.One / (T.One + T.One) == T.Zero ? "a whole number" : "a number",
            Advice = advice,
            Format = options => get((TOptions)options).ToString(null, CultureInfo.InvariantCulture),
            Parse = (options, text) => T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? set((TOptions)options, value) : null,
            IsValid = options => isValid(get((TOptions)options)),
        };

    /// <summary>An option that is one of several choices, each with a name.</summary>
    internal static FamilyOption Choice<TOptions, T>(
        string key, string description, (string Name, T Value)[] choices, Func<TOptions, T> get, Func<TOptions, T, TOptions> set)
        where TOptions : AutoencoderOptions
        where T : struct, Enum
    {
        string[] names = [.. choices.Select(choice => choice.Name)];
        int IndexOf(AutoencoderOptions options) => Array.FindIndex(choices, choice => choice.Value.Equals(get((TOptions)options)));
        return new()
        {
            Key = key,
            Placeholder = string.Join('|', names),
            Description = description,
            Values = names,
            Expected = $"one of {string.Join(", ", names)}",
            Advice = $"use one of {string.Join(", ", names)}",
            Format = options => IndexOf(options) is >= 0 and var i ? names[i] : get((TOptions)options).ToString(),
            Parse = (options, text) => Array.IndexOf(names, text) is >= 0 and var i ? set((TOptions)options, choices[i].Value) : null,
            IsValid = options => IndexOf(options) >= 0,
        };
    }
}
