using System.CommandLine;
using ILGpuAutoencoders.Cli.Options;
using ILGpuAutoencoders.Cli.Rendering;
using ILGpuAutoencoders.Cli.Terminal;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Cli.Commands;

/// <summary>One call of a command: what was parsed, where to write, and when to stop.</summary>
/// <param name="result">The parsed command line.</param>
internal sealed class Invocation(ParseResult result)
{
    private readonly InvocationOptions _options = (InvocationOptions)result.InvocationConfiguration;

    internal ParseResult Result { get; } = result;

    internal CliConsole Console => _options.Console;

    internal CancellationToken Stop => _options.Stop;

    /// <summary>The ranks that a launcher has started.</summary>
    internal IWorld OpenWorld() => _options.Ranks.Open();

    internal bool IsJson => Result.GetValue<bool>(GlobalOptions.Json);

    internal bool IsQuiet => Result.GetValue<bool>(GlobalOptions.Quiet);

    /// <summary>The run that a word of the command line stands for: itself, or the newest of a folder, which is told.</summary>
    internal string RunAt(string path)
    {
        string run = RunCatalog.Find(path);
        if (run != path)
        {
            Note($"run: {run}");
        }

        return run;
    }

    /// <summary>Writes a line of results, unless JSON was asked for.</summary>
    internal void Write(string line = "")
    {
        if (!IsJson)
        {
            Console.Output.WriteLine(PlainText.Of(line));
        }
    }

    /// <summary>Writes a table of results, unless JSON was asked for.</summary>
    internal void WriteTable(string[] headings, IReadOnlyList<string[]> rows)
    {
        foreach (string line in TextTable.Format(headings, rows))
        {
            Write(line);
        }
    }

    /// <summary>Writes the one JSON object, if it was asked for.</summary>
    internal void WriteJson<T>(T value)
    {
        if (IsJson)
        {
            Console.Output.WriteLine(ResultJson.Write(value));
        }
    }

    /// <summary>Writes options as a configuration file, in JSON if that was asked for.</summary>
    internal void WriteConfig(IEnumerable<(string Key, string? Value)> values)
    {
        if (IsJson)
        {
            WriteJson(values.Where(pair => pair.Value is not null).ToDictionary(pair => pair.Key, pair => pair.Value));
            return;
        }

        Console.Output.Write(ConfigFile.Write(values));
    }

    /// <summary>Writes a note that is not a result, unless --quiet was given.</summary>
    internal void Note(string line)
    {
        if (!IsQuiet)
        {
            Console.Error.WriteLine(PlainText.Of(line));
        }
    }
}

/// <summary>What the command line library hands to every command.</summary>
internal sealed class InvocationOptions : InvocationConfiguration
{
    internal required CliConsole Console { get; init; }

    internal required CancellationToken Stop { get; init; }

    internal required Ranks Ranks { get; init; }
}
