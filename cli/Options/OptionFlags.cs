using System.CommandLine;
using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Cli.Options;

/// <summary>Options of a record as options of a command.</summary>
/// <typeparam name="TOptions">The record.</typeparam>
internal sealed class OptionFlags<TOptions>
    where TOptions : class
{
    private readonly OptionTable<TOptions> _table;
    private readonly HashSet<string> _preset;
    private readonly List<(OptionDescriptor<TOptions> Option, Func<ParseResult, string?> Read)> _flags = [];

    /// <summary>Adds options to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="table">The options to choose from.</param>
    /// <param name="keys">Those to add, in the order given; all if none is named.</param>
    internal OptionFlags(Command command, OptionTable<TOptions> table, params IEnumerable<string> keys)
        : this(command, table, [], keys)
    {
    }

    /// <summary>Adds options to a command, some of which have no default of their own.</summary>
    /// <param name="command">The command.</param>
    /// <param name="table">The options that there are.</param>
    /// <param name="preset">Those whose default the preset decides.</param>
    /// <param name="keys">Those to add, in the order given; all of them where none is named.</param>
    internal OptionFlags(Command command, OptionTable<TOptions> table, IEnumerable<string> preset, IEnumerable<string> keys)
    {
        (_table, _preset) = (table, [.. preset]);
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
        bool isOfPreset = _preset.Contains(option.Key);
        string hint = isOfPreset ? " [default: of the preset]" : fallback is null ? "" : $" [default: {fallback}]";
        var flag = new ValueOption(option.Key, option.Help.Placeholder, option.Help.Line + hint)
        {
            Fallback = isOfPreset ? null : fallback,
            Check = option.Problem,
        };
        flag.CompletionSources.Add([.. option.Help.Names]);
        command.Add(flag);
        return result => result.GetValue(flag);
    }
}
