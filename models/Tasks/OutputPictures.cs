namespace ILGpuAutoencoders.Models;

/// <summary>Where pictures are written: NAME.png for each, told apart by a number where names are equal.</summary>
internal static class OutputPictures
{
    /// <summary>A path for each file.</summary>
    /// <param name="files">What was read.</param>
    /// <param name="folder">Where to write.</param>
    /// <param name="grid">The name of the grid beside them, which no picture gets.</param>
    /// <exception cref="ConfigurationException">One of the paths, or the grid's, exists.</exception>
    internal static string[] Names(IReadOnlyList<string> files, string folder, string grid)
    {
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { grid };
        string[] targets = [.. files.Select(file =>
        {
            string stem = Path.GetFileNameWithoutExtension(file), name = stem + ".png";
            for (int n = 2; !taken.Add(name); n++)
            {
                name = $"{stem}-{n}.png";
            }

            return Path.Combine(folder, name);
        })];
        return targets.Append(Path.Combine(folder, grid)).FirstOrDefault(File.Exists) is { } existing
            ? throw new ConfigurationException($"out: '{existing}' exists; name a folder without it.")
            : targets;
    }
}
