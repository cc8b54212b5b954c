using System.CommandLine;
using System.CommandLine.Parsing;
using ILGpuAutoencoders.Cli.Options;
using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Cli.Rendering;

/// <summary>What is said about a command line that cannot be understood: one line an error, with what is valid.</summary>
internal static class UsageErrors
{
    internal static void Write(ParseResult result, string who, ConfigArguments config, TextWriter error)
    {
        var command = result.CommandResult.Command;
        string[] lines = [.. Lines(result, config, command).Distinct()];
        for (int i = 0; i < lines.Length; i++)
        {
            string advice = i < lines.Length - 1 ? "" : $" See '{PathOf(command)} --help'.";
            error.WriteLine($"ilgpu-ae: {who}{lines[i]}{advice}");
        }
    }

    internal static string UnknownOption(Command command, string token)
    {
        string name = token.Split('=', ':')[0];
        return $"'{PathOf(command)}' has no option '{name}'{NearMatch.Suggest(name, OptionNames(command))}.";
    }

    /// <summary>What is said of a word that names no command of a group.</summary>
    internal static string UnknownCommand(Command group, string word)
    {
        string[] names = [.. group.Subcommands.Select(command => command.Name)];
        return NearMatch.Suggest(word, names) is { Length: > 0 } suggestion
            ? $"there is no command '{word}'{suggestion}."
            : $"there is no command '{word}'; the commands are {string.Join(", ", names)}.";
    }

    /// <summary>A command as people write it.</summary>
    internal static string PathOf(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? $"{PathOf(parent)} {command.Name}" : "ilgpu-ae";

    private static IEnumerable<string> Lines(ParseResult result, ConfigArguments config, Command command)
    {
        bool hasUnknownOption = result.UnmatchedTokens.Any(IsOption)
            || result.Errors.Any(
                found => found.SymbolResult is ArgumentResult argument && argument.Tokens.Any(token => IsOption(token.Value)));
        bool isGroup = command.Subcommands.Count > 0;
        if (isGroup && result.UnmatchedTokens.FirstOrDefault(token => !IsOption(token)) is { } word)
        {
            // What follows was meant for the command that there is not.
            yield return UnknownCommand(command, word);
            yield break;
        }

        foreach (string token in result.UnmatchedTokens)
        {
            if (IsOption(token))
            {
                yield return UnknownOption(command, token);
            }
            else if (!hasUnknownOption)
            {
                yield return $"'{PathOf(command)}' takes no further argument '{token}'; remove it.";
            }
        }

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

    internal static bool IsOption(string token) => token is ['-', _, ..];
}
