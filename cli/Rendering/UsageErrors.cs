using System.CommandLine;
using System.CommandLine.Parsing;
using ILGpuAutoencoders.Cli.Options;
using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Cli.Rendering;

/// <summary>What is said about a command line that cannot be understood: one line an error, with what is valid.</summary>
internal static class UsageErrors
{
    internal static void Write(ParseResult result, ConfigArguments config, TextWriter error)
    {
        var command = result.CommandResult.Command;
        foreach (string line in Lines(result, config, command).Distinct())
        {
            error.WriteLine($"ilgpu-ae: {line}");
        }

        error.WriteLine($"ilgpu-ae: see '{Path(command)} --help'.");
    }

    internal static string UnknownOption(Command command, string token)
    {
        string[] names = [.. OptionNames(command)];
        string name = token.Split('=', ':')[0];
        return $"'{Path(command)}' has no option '{name}'{NearMatch.Suggest(name, names)}; its options are {string.Join(", ", names)}.";
    }

    private static IEnumerable<string> Lines(ParseResult result, ConfigArguments config, Command command)
    {
        bool hasUnknownOption = result.UnmatchedTokens.Any(IsOption)
            || result.Errors.Any(
                found => found.SymbolResult is ArgumentResult argument && argument.Tokens.Any(token => IsOption(token.Value)));
        foreach (string token in result.UnmatchedTokens)
        {
            if (IsOption(token))
            {
                yield return UnknownOption(command, token);
            }
            else if (!hasUnknownOption)
            {
                string[] names = [.. command.Subcommands.Select(c => c.Name)];
                yield return names.Length > 0
                    ? $"there is no command '{token}'{NearMatch.Suggest(token, names)}; the commands are {string.Join(", ", names)}."
                    : $"'{Path(command)}' takes no further argument '{token}'; remove it.";
            }
        }

        bool isGroup = command.Subcommands.Count > 0;
        if (isGroup && result.UnmatchedTokens.Count == 0)
        {
            yield return $"no command was given; the commands are {string.Join(", ", command.Subcommands.Select(c => c.Name))}.";
        }

        // Errors of the command itself are about what is unmatched, or about a group without a command.
        foreach (var found in result.Errors.Where(found => found.SymbolResult is not CommandResult && !isGroup))
        {
            yield return config.Say(found, command);
        }
    }

    private static IEnumerable<string> OptionNames(Command command) =>
        command.Options.Concat(Ancestors(command).SelectMany(ancestor => ancestor.Options).Where(option => option.Recursive)).Select(
            option => option.Name);

    private static IEnumerable<Command> Ancestors(Command command) =>
        command.Parents.OfType<Command>().SelectMany(parent => Ancestors(parent).Prepend(parent));

    private static string Path(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? $"{Path(parent)} {command.Name}" : "ilgpu-ae";

    internal static bool IsOption(string token) => token is ['-', _, ..];
}
