using System.CommandLine;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Cli.Options;

/// <summary>Pictures that a command is given: as words, and from a list in a file or on standard input.</summary>
internal sealed class InputList
{
    private const string StandardInput = "-";

    private readonly Argument<string[]> _words;
    private readonly ValueOption _list;

    /// <summary>Adds the option to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="words">Its words, of which there may be none.</param>
    internal InputList(Command command, Argument<string[]> words)
    {
        _words = words;
        _list = new ValueOption("inputs-from", "FILE", "a list of further INPUTs, one per line; - for standard input");
        command.Add(_list);
    }

    /// <summary>All of them: words first.</summary>
    /// <exception cref="ConfigurationException">There are neither words nor a list.</exception>
    /// <exception cref="DataSetException">The list cannot be read, is empty, or names something that does not exist.</exception>
    internal IReadOnlyList<string> Read(ParseResult parsed)
    {
        string[] words = parsed.GetValue(_words) ?? [];
        string? list = parsed.GetValue(_list);
        return words.Length == 0 && list is null
            ? throw new ConfigurationException($"there is nothing to read: name an INPUT, or a list of them with --{_list.Key}.")
            : [.. words, .. list is null ? [] : Lines(list)];
    }

    private static List<string> Lines(string path)
    {
        string name = path == StandardInput ? "standard input" : $"'{path}'";
        var inputs = new List<string>();
        try
        {
            using var reader = new StreamReader(path == StandardInput ? Console.OpenStandardInput() : File.OpenRead(path));
            for (int line = 1; reader.ReadLine() is { } text; line++)
            {
                if (text.Length > 0)
                {
                    inputs.Add(Path.Exists(text) || text.AsSpan().ContainsAny('*', '?')
                        ? text
                        : throw new DataSetException($"{name}, line {line}: there is no picture '{text}'; correct the list."));
                }
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataSetException($"The list of pictures {name} cannot be read ({error.Message}); name another.", error);
        }

        return inputs.Count > 0
            ? inputs
            : throw new DataSetException($"The list of pictures {name} is empty; write one file, folder or pattern per line.");
    }
}
