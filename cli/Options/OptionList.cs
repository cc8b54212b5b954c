using System.CommandLine;
using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Cli.Options;

/// <summary>Several values of one option, separated by commas.</summary>
/// <typeparam name="TOptions">The record of the option.</typeparam>
/// <typeparam name="T">The type of a value.</typeparam>
internal sealed class OptionList<TOptions, T>
    where TOptions : class
{
    private readonly OptionDescriptor<TOptions> _option;
    private readonly TOptions _defaults;
    private readonly Func<TOptions, T> _get;
    private readonly ValueOption _flag;

    /// <summary>Adds it to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="key">Its name without dashes.</param>
    /// <param name="description">What the values are.</param>
    /// <param name="table">The options to choose from.</param>
    /// <param name="of">The key of the option that each is a value of.</param>
    /// <param name="get">The value in a record.</param>
    internal OptionList(Command command, string key, string description, OptionTable<TOptions> table, string of, Func<TOptions, T> get)
    {
        (_option, _defaults, _get) = (table.Find(of)!, table.Defaults, get);
        var help = _option.Help;
        string one = help.Names.Count > 0 ? of.ToUpperInvariant() : help.Placeholder;
        string values = help.Names.Count > 0 ? $", of {string.Join(", ", help.Names)}" : help.Range is null ? "" : $", {help.Range}";
        _flag = new ValueOption(key, $"{one},{one}...",
            $"{description}{values} [default: {_option.Format(_defaults)}]")
        { IsList = true, Check = _option.Problem };
        command.Add(_flag);
    }

    /// <summary>The values, each once; that of a record if none was given.</summary>
    internal IReadOnlyList<T> Read(ParseResult result, TOptions otherwise) => result.GetValue(_flag) is { } text
        ? [.. _flag.Values(text).Select(value => _get(_option.Set(_defaults, value))).Distinct()]
        : [_get(otherwise)];
}
