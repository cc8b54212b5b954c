namespace ILGpuAutoencoders.Models.Networks;

/// <summary>
/// An option that a family declares beside the shape of its pictures: a descriptor of the options of its network, and how training and
/// model files treat it. Everything that sets, shows, checks or keeps options of families follows from it.
/// </summary>
internal sealed record FamilyOption
{
    private readonly OptionDescriptor<AutoencoderOptions> _descriptor;
    private readonly Func<string, string> _normalise;

    private FamilyOption(OptionDescriptor<AutoencoderOptions> descriptor, Func<string, string> normalise) =>
        (_descriptor, _normalise) = (descriptor, normalise);

    /// <summary>Whether training also has it for families that do not declare it; otherwise they refuse it.</summary>
    internal bool IsCommon { get; init; }

    /// <summary>Whether it decides how the network is trained, not what it is, so that a model file does not keep it.</summary>
    internal bool IsOfTraining { get; init; }

    /// <summary>Whether a model file must have it.</summary>
    internal bool IsRequired { get; init; }

    /// <summary>The key, in kebab case.</summary>
    internal string Key => _descriptor.Key;

    /// <summary>What help texts say about it.</summary>
    internal OptionHelp Help => _descriptor.Help;

    /// <summary>Its key in a model file.</summary>
    internal string MetadataKey => Key.Replace('-', '_');

    /// <summary>Declares an option of a family.</summary>
    /// <param name="key">The key, in kebab case.</param>
    /// <param name="values">The values it takes.</param>
    /// <param name="description">What it decides, as a phrase.</param>
    /// <param name="get">Its value.</param>
    /// <param name="set">The options with another value.</param>
    /// <param name="remark">A further remark, as another phrase; null for none.</param>
    /// <param name="rule">Finds what is wrong with the value given other options, as a sentence, or null; null for no such check.</param>
    internal static FamilyOption Of<TOptions, T>(
        string key, OptionValues<T> values, string description, Func<TOptions, T> get, Func<TOptions, T, TOptions> set,
        string? remark = null, Func<TOptions, string?>? rule = null)
        where TOptions : AutoencoderOptions
        where T : notnull
    {
        var descriptor = OptionDescriptor<AutoencoderOptions>.Of(
            key, values, description, options => get((TOptions)options), (options, value) => set((TOptions)options, value), remark,
            rule: rule is null ? null : options => rule((TOptions)options));
        return new(descriptor, text => values.TryRead(text, out var value) ? values.Format(value) : text);
    }

    /// <summary>The same option of a record that holds it as text and may leave it unset.</summary>
    internal OptionDescriptor<TOther> On<TOther>(Func<TOther, string?> get, Func<TOther, string, TOther> set)
        where TOther : class =>
        OptionDescriptor<TOther>.OfText(Key, Help, Problem, get, (options, text) => set(options, _normalise(text)));

    /// <summary>The value as text, in the invariant culture.</summary>
    internal string Format(AutoencoderOptions options) => _descriptor.Format(options)!;

    /// <summary>The options with this one set to a text in the invariant culture.</summary>
    /// <exception cref="ConfigurationException">The text is not such a value.</exception>
    internal AutoencoderOptions Set(AutoencoderOptions options, string text) => _descriptor.Set(options, text);

    /// <summary>What is wrong with a text as its value, as a sentence without the subject; null if nothing is.</summary>
    internal string? Problem(string text) => _descriptor.Problem(text);

    /// <summary>What is wrong with its value, as a sentence without the subject; null if nothing is.</summary>
    internal string? Problem(AutoencoderOptions options) => _descriptor.Problem(options);
}
