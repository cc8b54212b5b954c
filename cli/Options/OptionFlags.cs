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
    private readonly List<(OptionDescriptor<TOptions> Option, Func<ParseResult, IReadOnlyList<string>> Read)> _flags = [];

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
    /// <param name="lists">Those that take several values, separated by commas: <see cref="Several"/>.</param>
    internal OptionFlags(
        Command command, OptionTable<TOptions> table, IEnumerable<string> preset, IEnumerable<string> keys,
        params IReadOnlyList<string> lists)
    {
        (_table, _preset) = (table, [.. preset]);
        string[] chosen = [.. keys];
        foreach (var option in chosen.Length == 0 ? table.Options : chosen.Select(key => table.Find(key)!))
        {
            bool isList = lists.Contains(option.Key);
            _flags.Add((option, option.Help.IsSwitch ? AddSwitch(command, option) : AddValue(command, option, isList)));
        }
    }

    /// <summary>The options that were given several values, and these as the record would write them, each once.</summary>
    internal IEnumerable<(string Key, IReadOnlyList<string> Values)> Several(ParseResult result) =>
        from flag in _flags
        let option = flag.Option
        let values = flag.Read(result).Select(text => option.Format(option.Set(_table.Defaults, text)) ?? text).Distinct().ToList()
        where values.Count > 1
        select (option.Key, (IReadOnlyList<string>)values);

    /// <summary>The record with the options of the command line set that have one value; all are checked.</summary>
    /// <exception cref="ConfigurationException">A value is out of its range.</exception>
    internal T Apply<T>(ParseResult result, T options)
        where T : TOptions
    {
        TOptions applied = options;
        foreach (var (option, read) in _flags)
        {
            if (read(result) is [var text])
            {
                applied = option.Set(applied, text);
            }
        }

        _table.Validate(applied);
        return (T)applied;
    }

    /// <summary>Whether the command line sets an option.</summary>
    internal bool Has(ParseResult result, string key) => _flags.Any(flag => flag.Option.Key == key && flag.Read(result).Count > 0);

    /// <summary>The defaults with the options of the command line set.</summary>
    internal TOptions Apply(ParseResult result) => Apply(result, _table.Defaults);

    private static Func<ParseResult, IReadOnlyList<string>> AddSwitch(Command command, OptionDescriptor<TOptions> option)
    {
        var flag = new SwitchOption(option.Key, option.Help.Line) { Group = option.Help.Group };
        command.Add(flag);
        return result => result.GetValue(flag) ? ["true"] : [];
    }

    private Func<ParseResult, IReadOnlyList<string>> AddValue(Command command, OptionDescriptor<TOptions> option, bool isList)
    {
        string? fallback = option.Format(_table.Defaults);
        bool isOfPreset = _preset.Contains(option.Key);
        string? otherwise = option.Help.Otherwise ?? fallback;
        string hint = isOfPreset ? $" [default: the recipe's; {otherwise ?? "none"} with --preset plain]"
            : otherwise is null ? ""
            : $" [default: {otherwise}]";
        var flag = new ValueOption(option.Key, option.Help.Placeholder + (isList ? "[,...]" : ""), option.Help.Line + hint)
        {
            IsList = isList,
            Group = option.Help.Group,
            Fallback = isOfPreset ? null : fallback,
            Check = option.Help.IsFile ? null : option.Problem,
        };
        flag.CompletionSources.Add([.. option.Help.Names]);
        command.Add(flag);
        return result => result.GetValue(flag) is { } text ? [.. flag.Values(text)] : [];
    }
}
