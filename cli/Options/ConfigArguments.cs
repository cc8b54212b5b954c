using System.CommandLine;
using System.CommandLine.Parsing;
using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Cli.Options;

/// <summary>
/// What the file of <c>--config</c> adds to a command line: its keys are the command's options without dashes and, where it takes
/// exactly one argument, the name of that in lower case. The command line takes precedence over the file.
/// </summary>
internal sealed class ConfigArguments
{
    private readonly Dictionary<string, string> _places = [];

    private ConfigArguments()
    {
    }

    /// <summary>The words to append to those of the command line.</summary>
    internal List<string> Words { get; } = [];

    internal static ConfigArguments None { get; } = new();

    /// <exception cref="ConfigurationException">The file is missing, is not a mapping, or has a key that the command does not.</exception>
    internal static ConfigArguments Read(string path, ParseResult result)
    {
        var symbols = Keyed(result.CommandResult.Command).ToDictionary(symbol => symbol.Key);
        var read = new ConfigArguments();
        foreach (var entry in ConfigFile.Read(path))
        {
            read._places[entry.Key] = entry.Where;
            var symbol = symbols.TryGetValue(entry.Key, out var found) ? found
                : throw ConfigFile.UnknownKey(entry, [.. symbols.Values.Where(known => !known.IsOutput).Select(known => known.Key)]);
            if (symbol.IsOutput)
            {
                throw new ConfigurationException(
                    $"{entry.Where}: the key '{entry.Key}' says where something is written, which a file does not decide; give "
                    + $"{(symbol is Option output ? output.Name : ((Argument)symbol).Name)} on the command line.");
            }

            string value = symbol is ValueOption { IsList: true } ? string.Join(',', entry.Values) : ConfigFile.SingleValue(entry);
            // The spellings of YAML's core schema.
            value = symbol is SwitchOption && value is ("True" or "TRUE" or "False" or "FALSE") ? value.ToLowerInvariant() : value;
            if (symbol is SwitchOption && value is not ("true" or "false"))
            {
                throw new ConfigurationException(
                    $"{entry.Where}: the key '{entry.Key}' is on or off; write '{entry.Key}: true' or '{entry.Key}: false'.");
            }

            if (!IsGiven(result, symbol))
            {
                read.Words.Add(symbol is Option option ? $"{option.Name}={value}" : value);
            }
        }

        return read;
    }

    /// <summary>The command's options as a configuration file would set them: as given, else the default.</summary>
    internal static IEnumerable<(string Key, string? Value)> Resolved(ParseResult result) =>
        Keyed(result.CommandResult.Command).Where(symbol => !symbol.IsOutput).Select(symbol => (symbol.Key, symbol switch
        {
            ValueOption option => result.GetValue(option) ?? option.Fallback,
            SwitchOption option => result.GetValue(option) ? "true" : "false",
            _ => result.GetResult((WordsArgument)symbol)?.Tokens is [var token] ? token.Value : null,
        }));

    /// <summary>
    /// A configuration error, prefixed with its place if the file set the option, else with the option as people write it.
    /// </summary>
    internal string Say(ConfigurationException error, Command command) => error switch
    {
        { Place: not null } or { Key: null } => error.Message,
        _ when _places.TryGetValue(error.Key, out string? place) => error.At(place).Message,
        _ when command.Options.Any(option => option is IKeyed keyed && keyed.Key == error.Key) => $"--{error.Message}",
        _ => error.Message,
    };

    /// <summary>The same for a parse error.</summary>
    internal string Say(ParseError error, Command command)
    {
        var result = OptionOf(error.SymbolResult);
        if (result?.Option is ValueOption option && option.Problem(result) is { } problem)
        {
            return Say(new ConfigurationException(option.Key, problem), command);
        }

        string message = string.Join(
            ' ', error.Message.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        return result?.Option is IKeyed keyed && _places.TryGetValue(keyed.Key, out string? place) ? $"{place}: {message}" : message;
    }

    private static OptionResult? OptionOf(SymbolResult? symbol)
    {
        while (symbol is not null and not OptionResult)
        {
            symbol = symbol.Parent;
        }

        return (OptionResult?)symbol;
    }

    private static bool IsGiven(ParseResult result, IKeyed symbol) => symbol is Option option
        ? result.GetResult(option) is { Implicit: false }
        : result.GetResult((WordsArgument)symbol) is { Tokens.Count: > 0 };

    private static IEnumerable<IKeyed> Keyed(Command command) =>
        [.. command.Arguments is [WordsArgument { Arity.MaximumNumberOfValues: 1 } argument] ? (IKeyed[])[argument] : [],
            .. command.Options.OfType<IKeyed>()];
}
