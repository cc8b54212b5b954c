namespace ILGpuAutoencoders.Data.Import;

/// <summary>
/// A list of people as LFW publishes it: a line with their number, then a name and a count of pictures a line, with a tab between.
/// </summary>
internal static class PeopleList
{
    /// <summary>The names of a list.</summary>
    /// <exception cref="DataSetException">The file is missing or no such list.</exception>
    internal static HashSet<string> Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new DataSetException($"There is no list of people '{path}': check the path.");
        }
        // A FIFO has length 0, and reading one would block.
        var text = new FileInfo(path).Length == 0 ? [] : File.ReadLines(path);
        string[] lines = [.. text.Select(line => line.Trim()).Where(line => line.Length > 0)];
        bool hasCount = lines.Length > 0 && int.TryParse(lines[0], out _);
        var names = new HashSet<string>(lines.Skip(hasCount ? 1 : 0).Select(line => line.Split('\t')[0]), StringComparer.Ordinal);
        return names.Count > 0 && (!hasCount || names.Count == int.Parse(lines[0], System.Globalization.CultureInfo.InvariantCulture))
            ? names
            : throw new DataSetException(
                $"'{path}' is no complete list of people ({names.Count} names): expected their number, then a name and a count a line.");
    }
}
