namespace ILGpuAutoencoders.Models.Inference;

/// <summary>Where the results of files go: into one folder, under their names, numbered where those clash.</summary>
internal sealed class OutputNames
{
    private readonly Dictionary<string, string> _targets = new(StringComparer.Ordinal);

    /// <summary>Finds a name for each file.</summary>
    /// <param name="folder">The folder to write to.</param>
    /// <param name="files">The files, each once.</param>
    /// <param name="extension">Of the results.</param>
    /// <param name="overwrite">Whether names of files that exist, and are none of these, may be used.</param>
    /// <param name="reserved">Names that are taken.</param>
    /// <exception cref="ConfigurationException">One of them, or a reserved one, exists, or the folder cannot be created.</exception>
    internal OutputNames(string folder, IEnumerable<string> files, string extension, bool overwrite, params string[] reserved)
    {
        RequireFolder(folder);
        var taken = new HashSet<string>(reserved, StringComparer.OrdinalIgnoreCase);
        foreach (string file in files)
        {
            string stem = Path.GetFileNameWithoutExtension(file), name = stem + extension;
            for (int n = 2; !taken.Add(name); n++)
            {
                name = $"{stem}-{n}{extension}";
            }

            _targets.Add(file, Path.Combine(folder, name));
        }

        var inputs = _targets.Keys.Select(Path.GetFullPath).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var existing = taken.Select(name => Path.Combine(folder, name)).Where(Path.Exists);
        if (existing.FirstOrDefault(path => !overwrite || !File.Exists(path) || inputs.Contains(Path.GetFullPath(path))) is { } kept)
        {
            throw new ConfigurationException("out", $"'{kept}' exists; name a folder without it.");
        }
    }

    /// <summary>Where the result of a file goes.</summary>
    internal string this[string file] => _targets[file];

    /// <exception cref="ConfigurationException">A file stands where the folder, or one above it, should be.</exception>
    internal static void RequireFolder(string path)
    {
        for (string? at = Path.GetFullPath(path); at is not null; at = Path.GetDirectoryName(at))
        {
            if (File.Exists(at))
            {
                throw new ConfigurationException("out", $"'{at}' is a file; name a folder.");
            }
        }
    }
}
