using System.Text;
using ILGpuAutoencoders.Data;

namespace ILGpuAutoencoders.Models;

/// <summary>Fields of a CSV file (RFC 4180).</summary>
public static class Csv
{
    /// <summary>
    /// The fields of a line. Quoted text may hold commas, and quotes written twice; an unclosed quote ends with the
    /// line.
    /// </summary>
    internal static List<string> Fields(string line)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        bool isQuoted = false;
        for (int i = 0; i < line.Length; i++)
        {
            char c = line[i];
            if (isQuoted && c == '"' && i + 1 < line.Length && line[i + 1] == '"')
            {
                field.Append(line[i++]);
            }
            else if (c == '"' && (isQuoted || field.Length == 0))
            {
                isQuoted = !isQuoted;
            }
            else if (c == ',' && !isQuoted)
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else
            {
                field.Append(c);
            }
        }

        fields.Add(field.ToString());
        return fields;
    }

    /// <summary>
    /// A text from anybody, such as the name of a file, as a field: on one line, in quotes where it needs them, and behind an apostrophe
    /// where a spreadsheet would take it for a formula.
    /// </summary>
    /// <param name="text">The text.</param>
    public static string Field(string text)
    {
        string plain = PlainText.Of(text);
        string safe = plain is ['=' or '+' or '-' or '@', ..] ? "'" + plain : plain;
        return safe.AsSpan().ContainsAny(",\"") ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }
}
