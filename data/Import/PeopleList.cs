namespace ILGpuAutoencoders.Data.Import;

/// <summary>
/// A list of people as LFW publishes it: a line with their number, then a line per person with name and count of pictures, separated by a
/// tab.
/// </summary>
internal static class PeopleList
{
    /// <summary>The names of a list.</summary>
    /// <exception cref="DataSetException">The file is missing or is not such a list.</exception>
    internal static HashSet<string> Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new DataSetException($"The list of people '{path}' does not exist: check the path.");
        }
        // A FIFO has length 0, and reading one would block.
        var text = new FileInfo(path).Length == 0 ? [] : File.ReadLines(path);
        string[] lines = [.. text.Select(line => line.Trim()).Where(line => line.Length > 0)];
        bool hasCount = lines.Length > 0 && int.TryParse(lines[0], out _);
        var names = new HashSet<string>(lines.Skip(hasCount ? 1 : 0).Select(line => line.Split('\t')[0]), StringComparer.Ordinal);
        return names.Count > 0 && (!hasCount || names.Count == int.Parse(lines[0], System.Globalization.CultureInfo.InvariantCulture))
            ? names
            : throw new DataSetException(
                $"'{path}' is not a complete list of people ({names.Count} names): expected their number, then lines of name and count.");
    }
}
