using System.CommandLine;
using System.Globalization;
using System.Text;
using ILGpuAutoencoders.Cli.Options;
using ILGpuAutoencoders.Cli.Rendering;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Cli.Commands;

/// <summary>
/// What a command says of each picture, after its answer: of the first few, of all with <c>--all</c>, and in a file with <c>--csv</c>.
/// </summary>
internal sealed class PictureList
{
    private const int Shown = 5;

    private readonly SwitchOption _all;
    private readonly ValueOption? _csv;

    /// <summary>Adds its options to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="hasCsv">Whether it writes the file; a command that has one of its own does not need it.</param>
    internal PictureList(Command command, bool hasCsv = true)
    {
        command.Add(_all = new SwitchOption("all", $"list all pictures, not only the first {Shown}"));
        if (hasCsv)
        {
            _csv = new ValueOption("csv", "FILE", "write one row per picture; the file must not exist") { IsOutput = true };
            command.Add(_csv);
        }
    }

    /// <exception cref="ConfigurationException">The file exists.</exception>
    internal void RequireNewFile(Invocation invocation)
    {
        if (CsvOf(invocation) is { } path)
        {
            OutputPaths.RequireNewFile(invocation.Result, path, "csv");
        }
    }

    /// <summary>Writes the file, and the rows that are to be seen.</summary>
    /// <typeparam name="T">What is known about a picture.</typeparam>
    /// <param name="invocation">Says what was asked for.</param>
    /// <param name="order">What comes first: largest errors.</param>
    /// <param name="pictures">In that order.</param>
    /// <param name="file">The picture's file.</param>
    /// <param name="columns">What is said of it.</param>
    internal void Write<T>(
        Invocation invocation, string order, IReadOnlyList<T> pictures, Func<T, string> file, params Column<T>[] columns)
    {
        if (CsvOf(invocation) is { } path)
        {
            string[] lines =
            [
                string.Join(',', columns.Select(column => column.Key).Prepend("file")),
                .. pictures.Select(
                    picture => string.Join(',', columns.Select(column => Cell(column.Value(picture))).Prepend(Cell(file(picture))))),
            ];
            AtomicFile.Write(path, Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n"));
        }

        if (invocation.IsJson || pictures.Count == 0)
        {
            return;
        }

        string folder = SharedFolder.Of(pictures.Select(file));
        var shown = invocation.Result.GetValue(_all) ? pictures : [.. pictures.Take(Shown)];
        invocation.Write();
        invocation.Write(folder.Length == 0 ? $"{order}:" : $"{order}, of pictures in {folder}:");
        string[] headings = [.. columns.Select(column => column.Heading), "picture"];
        var rows = shown.Select(
            picture => columns.Select(column => column.Text(picture)).Append(SharedFolder.Below(folder, file(picture))).ToArray());
        invocation.WriteTable(headings, [.. rows]);

        if (shown.Count < pictures.Count)
        {
            invocation.Write(
                $"{Quantity.Of(pictures.Count - shown.Count, "more picture")}: --all lists them, {(_csv is null ? "--out" : "--csv")} FILE "
                + "writes them.");
        }
    }

    private static string Cell(object? value) => value switch
    {
        null => "",
        string text => Csv.Field(text),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private string? CsvOf(Invocation invocation) => _csv is null ? null : invocation.Result.GetValue(_csv);

    /// <summary>A column of the list.</summary>
    /// <typeparam name="T">What is known about a picture.</typeparam>
    /// <param name="Heading">Its heading for people.</param>
    /// <param name="Key">That of the file.</param>
    /// <param name="Text">A value for people.</param>
    /// <param name="Value">That of the file: a text, or a number in full.</param>
    internal sealed record Column<T>(string Heading, string Key, Func<T, string> Text, Func<T, object?> Value);
}
