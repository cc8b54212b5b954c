using System.CommandLine;
using System.CommandLine.Parsing;
using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Cli.Options;

/// <summary>
/// What the file of <c>--config</c> adds to a command line: its keys are the options of the command without their dashes, and the name of
/// the command's argument in small letters where it takes one and no more. What the command line says itself goes before the file.
/// </summary>
internal sealed class ConfigArguments
{
    private readonly Dictionary<string, string> _places = [];

    private ConfigArguments()
    {
    }

    /// <summary>The words to put behind those of the command line.</summary>
    internal List<string> Words { get; } = [];

    internal static ConfigArguments None { get; } = new();

    /// <exception cref="ConfigurationException">The file is missing, is no mapping, or has a key that the command has not.</exception>
    internal static ConfigArguments Read(string path, ParseResult result)
    {
        var command = result.CommandResult.Command;
        var options = command.Options.Where(option => option is ValueOption or Option<bool>).ToDictionary(option => option.Name[2..]);
        var argument = SingleArgument(command);
        string[] keys = [.. argument is null ? [] : (string[])[KeyOf(argument)], .. options.Keys];
        var read = new ConfigArguments();
        foreach (var entry in ConfigFile.Read(path))
        {
            read._places[entry.Key] = entry.Where;
            if (options.TryGetValue(entry.Key, out var option))
            {
                string value = option is ValueOption { IsList: true } ? string.Join(',', entry.Values) : ConfigFile.SingleValue(entry);
                // The spellings of YAML's core schema.
                value = option is Option<bool> && value is ("True" or "TRUE" or "False" or "FALSE") ? value.ToLowerInvariant() : value;
                if (option is Option<bool> && value is not ("true" or "false"))
                {
                    throw new ConfigurationException($"{entry.Where}: the key '{entry.Key}' is on or off; write '{entry.Key}: true' or '{entry.Key}: false'.");
                }

                if (result.GetResult(option) is null or { Implicit: true })
                {
                    read.Words.Add($"{option.Name}={value}");
                }
            }
            else if (argument is not null && entry.Key == KeyOf(argument))
            {
                string value = ConfigFile.SingleValue(entry);
                if (result.GetResult(argument) is null or { Tokens.Count: 0 })
                {
                    read.Words.Add(value);
                }
            }
            else
            {
                throw ConfigFile.UnknownKey(entry, keys);
            }
        }

        return read;
    }

    /// <summary>The command's options as a configuration file would set them: as given, else the default.</summary>
    internal static IEnumerable<(string Key, string? Value)> Resolved(ParseResult result)
    {
        var command = result.CommandResult.Command;
        if (SingleArgument(command) is { } argument)
        {
            yield return (KeyOf(argument), result.GetResult(argument)?.Tokens is [var token] ? token.Value : null);
        }

        foreach (var option in command.Options)
        {
            if (option is ValueOption text)
            {
                yield return (option.Name[2..], result.GetValue(text) ?? text.Fallback);
            }
            else if (option is Option<bool> flag)
            {
                yield return (option.Name[2..], result.GetValue(flag) ? "true" : "false");
            }
        }
    }

    /// <summary>A message about an option, with file and line in front where the file set it.</summary>
    internal string Locate(string message)
    {
        string key = message.TrimStart('-').Split([':', ' '], 2)[0];
        return _places.TryGetValue(key, out string? place) ? $"{place}: {message}" : message;
    }

    /// <summary>The same of an error of parsing.</summary>
    internal string Locate(ParseError error)
    {
        string message = string.Join(' ', error.Message.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        var symbol = error.SymbolResult;
        while (symbol is not null and not OptionResult)
        {
            symbol = symbol.Parent;
        }

        return symbol is OptionResult option && _places.TryGetValue(option.Option.Name[2..], out string? place) ? $"{place}: {message}" : Locate(message);
    }

    private static Argument? SingleArgument(Command command) => command.Arguments is [{ Arity.MaximumNumberOfValues: 1 } argument] ? argument : null;

    private static string KeyOf(Argument argument) => argument.Name.Split('|')[0].ToLowerInvariant();
}
