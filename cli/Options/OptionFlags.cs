using System.CommandLine;
using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Cli.Options;

/// <summary>Options of a record as options of a command.</summary>
/// <typeparam name="TOptions">The record.</typeparam>
internal sealed class OptionFlags<TOptions>
    where TOptions : class
{
    private readonly OptionTable<TOptions> _table;
    private readonly List<(OptionDescriptor<TOptions> Option, Func<ParseResult, string?> Read)> _flags = [];

    /// <summary>Adds options to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="table">The options to choose from.</param>
    /// <param name="keys">Those to add, in the order given; all if none is named.</param>
    internal OptionFlags(Command command, OptionTable<TOptions> table, params IEnumerable<string> keys)
    {
        _table = table;
        string[] chosen = [.. keys];
        foreach (var option in chosen.Length == 0 ? table.Options : chosen.Select(key => table.Find(key)!))
        {
            _flags.Add((option, option.Help.IsSwitch ? AddSwitch(command, option) : AddValue(command, option)));
        }
    }

    /// <summary>The record with the options of the command line set; all are checked.</summary>
    /// <exception cref="ConfigurationException">A value is out of its range.</exception>
    internal T Apply<T>(ParseResult result, T options)
        where T : TOptions
    {
        TOptions applied = options;
        foreach (var (option, read) in _flags)
        {
            if (read(result) is { } text)
            {
                applied = option.Set(applied, text);
            }
        }

        _table.Validate(applied);
        return (T)applied;
    }

    /// <summary>The defaults with the options of the command line set.</summary>
    internal TOptions Apply(ParseResult result) => Apply(result, _table.Defaults);

    private static Func<ParseResult, string?> AddSwitch(Command command, OptionDescriptor<TOptions> option)
    {
        var flag = new SwitchOption(option.Key, option.Help.Line);
        command.Add(flag);
        return result => result.GetValue(flag) ? "true" : null;
    }

    private Func<ParseResult, string?> AddValue(Command command, OptionDescriptor<TOptions> option)
    {
        string? fallback = option.Format(_table.Defaults);
        var flag = new ValueOption(
            option.Key, option.Help.Placeholder, option.Help.Line + (fallback is null ? "" : $" [default: {fallback}]"))
        {
            Fallback = fallback,
            Check = option.Problem,
        };
        flag.CompletionSources.Add([.. option.Help.Names]);
        command.Add(flag);
        return result => result.GetValue(flag);
    }
}
