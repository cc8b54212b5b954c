using System.CommandLine;
using System.CommandLine.Invocation;
using ILGpuAutoencoders.Cli.Options;

namespace ILGpuAutoencoders.Cli.Rendering;

/// <summary>What <c>--help</c> and <c>help</c> print: usage, examples, arguments, options by group, commands.</summary>
/// <param name="width">Columns; null for those of the terminal, or no wrapping into a file.</param>
internal sealed class HelpPage(int? width = null) : SynchronousCommandLineAction
{
    private const int Indent = 2, MostName = 30, LeastText = 30;

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        Write(parseResult.CommandResult.Command, parseResult.InvocationConfiguration.Output);
        return 0;
    }

    /// <summary>Writes the page of a command.</summary>
    internal void Write(Command command, TextWriter output)
    {
        int columns = width ?? (!Console.IsOutputRedirected && Console.WindowWidth is > 0 and var own ? own : int.MaxValue);
        foreach (string line in Lines(command, columns))
        {
            output.WriteLine(line);
        }
    }

    private static IEnumerable<string> Lines(Command command, int columns)
    {
        string path = UsageErrors.PathOf(command);
        string[] usage =
        [
            path, .. command.Subcommands.Count > 0 ? (string[])["COMMAND"] : [], .. command.Arguments.Select(UsageOf), "[options]",
        ];
        return
        [
            .. (command.Description ?? "").Split('\n').SelectMany(line => Wrapped(line.TrimEnd('\r'), columns)),
            "", $"Usage: {string.Join(' ', usage)}",
            .. Section("Examples", command.Subcommands.Count > 0 ? [] : CommandExamples.Of(path).Select(example => $"  {example}")),
            .. Table("Arguments", command.Arguments.Select(argument => (NameOf(argument), argument.Description)), columns),
            .. Table("Commands", command.Subcommands.Select(sub => (sub.Name, (string?)FirstLine(sub.Description))), columns),
            .. command.Options.Where(IsOwn).GroupBy(option => (option as IKeyed)?.Group).OrderBy(group => group.Key is not null)
                .SelectMany(group => Table(group.Key ?? "Options", group.Select(Entry), columns)),
            .. Table("Of every command", [.. RootOf(command).Options.Where(option => !IsOwn(option)).Select(Entry)], columns),
        ];
    }

    private static bool IsOwn(Option option) => !option.Recursive;

    private static Command RootOf(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? RootOf(parent) : command;

    private static string UsageOf(Argument argument)
    {
        string name = NameOf(argument) + (argument.Arity.MaximumNumberOfValues > 1 ? "..." : "");
        return argument.Arity.MinimumNumberOfValues == 0 ? $"[{name}]" : name;
    }

    private static string NameOf(Argument argument) => argument.HelpName ?? argument.Name;

    private static (string Name, string? Text) Entry(Option option)
    {
        var aliases = option.Aliases.Where(alias => alias.StartsWith('-')).Order(StringComparer.Ordinal);
        string names = string.Join(", ", aliases.Append(option.Name));
        string required = option.Required ? " [required]" : "";
        return (option.HelpName is { } value ? $"{names} {value}" : names, option.Description + required);
    }

    private static string FirstLine(string? text) => (text ?? "").Split('\n')[0].TrimEnd('\r');

    private static IEnumerable<string> Section(string heading, IEnumerable<string> lines)
    {
        string[] all = [.. lines];
        return all.Length == 0 ? [] : ["", heading + ":", .. all];
    }

    /// <summary>Names beside texts; a name that is too long has its text on the next line.</summary>
    private static IEnumerable<string> Table(string heading, IEnumerable<(string Name, string? Text)> entries, int columns)
    {
        var rows = entries.ToList();
        int side = rows.Select(row => row.Name.Length).Where(length => length <= MostName).DefaultIfEmpty(0).Max() + (2 * Indent);
        return Section(heading, rows.SelectMany(row => Row(row.Name, row.Text ?? "")));

        IEnumerable<string> Row(string name, string text)
        {
            string start = new string(' ', Indent) + name;
            bool fits = start.Length + Indent <= side;
            if (!fits)
            {
                yield return start;
            }

            foreach (var (i, line) in Wrapped(text, Math.Max(LeastText, columns - side)).Index())
            {
                yield return ((i == 0 && fits ? start : "").PadRight(side) + line).TrimEnd();
            }
        }
    }

    /// <summary>A text in lines of at most so many columns, broken at spaces; lines that are laid out by hand stay.</summary>
    private static List<string> Wrapped(string text, int columns)
    {
        if (text.Length <= columns || text.StartsWith(' '))
        {
            return [text];
        }

        var lines = new List<string>();
        foreach (string word in text.Split(' '))
        {
            if (lines.Count > 0 && lines[^1].Length + 1 + word.Length <= columns)
            {
                lines[^1] += " " + word;
            }
            else
            {
                lines.Add(word);
            }
        }

        return lines;
    }
}
