namespace ILGpuAutoencoders.Models.Basics;

/// <summary>Fields of a CSV file (RFC 4180).</summary>
internal static class Csv
{
    /// <summary>A text as a field: in quotes where it needs them.</summary>
    internal static string Field(string text) =>
        text.AsSpan().ContainsAny(",\"\n\r") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
