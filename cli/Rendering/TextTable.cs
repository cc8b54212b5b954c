namespace ILGpuAutoencoders.Cli.Rendering;

/// <summary>Columns of text, padded to line up; columns whose cells are numbers are right-aligned.</summary>
internal static class TextTable
{
    /// <summary>A table with a line of headings.</summary>
    internal static IEnumerable<string> Format(string[] headings, IReadOnlyList<string[]> rows)
    {
        int[] widths = [.. headings.Select((heading, i) => rows.Select(row => row[i].Length).Append(heading.Length).Max())];
        bool[] isNumber = [.. headings.Select((_, i) => rows.Count > 0 && rows.All(row => row[i] is "" or "-" or [>= '0' and <= '9', ..]))];
        string Line(string[] cells) =>
            string.Join("  ", cells.Select((cell, i) => isNumber[i] ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]))).TrimEnd();
        yield return Line(headings);
        yield return string.Join("  ", widths.Select(width => new string('-', width)));
        foreach (string[] row in rows)
        {
            yield return Line(row);
        }
    }

    /// <summary>Names and values, one pair a line; pairs without a value are left out.</summary>
    internal static IEnumerable<string> Fields(params IReadOnlyList<(string Name, string? Value)> fields)
    {
        int width = fields.Max(field => field.Name.Length);
        return fields.Where(field => field.Value is not null).Select(field => $"{field.Name.PadRight(width)}  {field.Value}");
    }
}
