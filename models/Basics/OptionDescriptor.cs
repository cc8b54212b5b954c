namespace ILGpuAutoencoders.Models;

/// <summary>
/// The one place where an option of a record is defined: its key, the values it takes, what it decides. Command line, configuration files,
/// help, completion, checks and the rules of resuming follow from it. Its default is the value that a new record has.
/// </summary>
/// <typeparam name="TOptions">The record.</typeparam>
public sealed class OptionDescriptor<TOptions>
    where TOptions : class
{
    private readonly Func<TOptions, string?> _format;
    private readonly Func<TOptions, string, TOptions> _set;
    private readonly Func<string, string?> _problemOfText;
    private readonly Func<TOptions, string?> _problem;
    private readonly Func<TOptions, OptionScope> _scope;

    private OptionDescriptor(
        string key, OptionHelp help, Func<TOptions, string?> format, Func<TOptions, string, TOptions> set,
        Func<string, string?> problemOfText,
        Func<TOptions, string?> problem, Func<TOptions, OptionScope> scope) =>
        (Key, Help, _format, _set, _problemOfText, _problem, _scope) = (key, help, format, set, problemOfText, problem, scope);

    /// <summary>The key, in kebab case: <c>--key value</c> on the command line, <c>key: value</c> in a configuration file.</summary>
    public string Key { get; }

    /// <summary>What help texts say about it.</summary>
    public OptionHelp Help { get; }

    /// <summary>The value as text, in the invariant culture; null if it is not set.</summary>
    /// <param name="options">The record.</param>
    public string? Format(TOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return _format(options);
    }

    /// <summary>The record with this option set.</summary>
    /// <param name="options">The record.</param>
    /// <param name="text">The value, in the invariant culture.</param>
    /// <exception cref="ConfigurationException">The text is not a value of this option, or this record has no such option.</exception>
    public TOptions Set(TOptions options, string text)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Problem(text) is { } problem ? throw new ConfigurationException(Key, problem) : _set(options, text);
    }

    /// <summary>What is wrong with a text as its value, as a sentence without the key; null if nothing is.</summary>
    /// <param name="text">The value, in the invariant culture.</param>
    public string? Problem(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return _problemOfText(text);
    }

    /// <summary>Checks the value that a record has, also against its other options.</summary>
    /// <param name="options">The record.</param>
    /// <exception cref="ConfigurationException">It cannot be used.</exception>
    public void Validate(TOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (Problem(options) is { } problem)
        {
            throw new ConfigurationException(Key, problem);
        }
    }

    /// <summary>What is wrong with the value that a record has, as a sentence without the key; null if nothing is.</summary>
    internal string? Problem(TOptions options) => _problem(options);

    /// <summary>What it decides in a training with these options.</summary>
    internal OptionScope Scope(TOptions options) => _scope(options);

    /// <summary>Describes an option that always has a value.</summary>
    /// <param name="key">The key, in kebab case.</param>
    /// <param name="values">The values it takes.</param>
    /// <param name="description">What it decides, as a phrase without range and default.</param>
    /// <param name="get">Its value.</param>
    /// <param name="set">The record with another value.</param>
    /// <param name="remark">A further remark, as another phrase; null for none.</param>
    /// <param name="scope">What it decides in a training; null for <see cref="OptionScope.Numbers"/>.</param>
    /// <param name="rule">Finds what is wrong with a set value given other options, as a sentence, or null; null for no such check.</param>
    internal static OptionDescriptor<TOptions> Of<T>(
        string key, OptionValues<T> values, string description, Func<TOptions, T> get, Func<TOptions, T, TOptions> set,
        string? remark = null, Func<TOptions, OptionScope>? scope = null, Func<TOptions, string?>? rule = null)
        where T : notnull => new(
            key, OptionHelp.Of(values, description, remark), options => values.Format(get(options)),
            (options, text) => set(options, Read(values, text)), values.Problem,
            options => values.Problem(get(options)) ?? rule?.Invoke(options), scope ?? Numbers);

    /// <summary>Describes an option that may be unset.</summary>
    internal static OptionDescriptor<TOptions> Of<T>(
        string key, OptionValues<T> values, string description, Func<TOptions, T?> get, Func<TOptions, T, TOptions> set,
        string? remark = null, Func<TOptions, OptionScope>? scope = null, Func<TOptions, string?>? rule = null)
        where T : struct => new(
            key, OptionHelp.Of(values, description, remark), options => get(options) is { } value ? values.Format(value) : null,
            (options, text) => set(options, Read(values, text)), values.Problem,
            options => get(options) is not { } value ? null : values.Problem(value) ?? rule?.Invoke(options), scope ?? Numbers);

    /// <summary>Describes an option that is an object and may be unset.</summary>
    internal static OptionDescriptor<TOptions> Optional<T>(
        string key, OptionValues<T> values, string description, Func<TOptions, T?> get, Func<TOptions, T, TOptions> set,
        string? remark = null, Func<TOptions, OptionScope>? scope = null)
        where T : class => new(
            key, OptionHelp.Of(values, description, remark), options => get(options) is { } value ? values.Format(value) : null,
            (options, text) => set(options, Read(values, text)), values.Problem,
            options => get(options) is { } value ? values.Problem(value) : null, scope ?? Numbers);

    /// <summary>Describes an option that is held as text and may be unset.</summary>
    internal static OptionDescriptor<TOptions> OfText(
        string key, OptionHelp help, Func<string, string?> problem, Func<TOptions, string?> get, Func<TOptions, string, TOptions> set) =>
        new(key, help, get, set, problem, options => get(options) is { } text ? problem(text) : null, Numbers);

    /// <summary>The same option under a heading of help texts, unless it has one.</summary>
    internal OptionDescriptor<TOptions> Under(string group) =>
        new(Key, Help with { Group = Help.Group ?? group }, _format, _set, _problemOfText, _problem, _scope);

    /// <summary>The same option with a phrase for what holds where it is not set.</summary>
    internal OptionDescriptor<TOptions> Otherwise(string phrase) =>
        new(Key, Help with { Otherwise = phrase }, _format, _set, _problemOfText, _problem, _scope);

    /// <summary>The same option of a record that derives from this one.</summary>
    internal OptionDescriptor<TDerived> For<TDerived>()
        where TDerived : class, TOptions =>
        new(Key, Help, _format, (options, text) => (TDerived)_set(options, text), _problemOfText, _problem, _scope);

    private static OptionScope Numbers(TOptions options) => OptionScope.Numbers;

    private static T Read<T>(OptionValues<T> values, string text)
        where T : notnull => values.TryRead(text, out var value) ? value : throw new ArgumentException(values.Problem(text), nameof(text));
}
