using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models.Basics;

namespace ILGpuAutoencoders.Models.Uses.Anomaly;

/// <summary>
/// Which pictures are anomalies, from a file, or from the names of folders at or below an input: folders above it do not count.
/// </summary>
internal sealed class AnomalyLabels
{
    private readonly Dictionary<string, (bool IsAnomaly, string? Kind)>? _byFile;
    private readonly string? _path;
    private readonly IReadOnlyList<string> _inputs;
    private readonly Dictionary<string, bool> _hasGood = new(StringComparer.Ordinal);
    private bool _isUsed;

    private AnomalyLabels(string? path, Dictionary<string, (bool IsAnomaly, string? Kind)>? byFile, IReadOnlyList<string> inputs)
    {
        _path = path;
        _byFile = byFile;
        // The innermost input that holds a picture is the one that was meant.
        _inputs = [.. inputs.OrderByDescending(input => Path.GetFullPath(input).Length)];
    }

    /// <summary>
    /// Reads labels: lines of file,label[,kind] as RFC 4180 has them, with a label that means normal or anomaly, 0 or 1; null for folders.
    /// </summary>
    /// <param name="path">The file; null for folders.</param>
    /// <param name="inputs">Files, folders and globs whose pictures are labelled.</param>
    /// <exception cref="DataSetException">The file is missing, or one of its lines has no label.</exception>
    internal static AnomalyLabels Read(string? path, IReadOnlyList<string> inputs)
    {
        if (path is null)
        {
            return new AnomalyLabels(null, null, inputs);
        }

        // A FIFO has length 0, and reading one would block.
        if (!File.Exists(path) || new FileInfo(path).Length == 0)
        {
            throw new DataSetException($"The file of labels '{path}' is missing or empty; name another with --labels.");
        }

        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var byFile = new Dictionary<string, (bool, string?)>(StringComparer.Ordinal);
        int line = 0;
        foreach (string text in File.ReadLines(path))
        {
            line++;
            string[] fields = [.. Csv.Fields(text).Select(field => field.Trim())];
            if (text.Length == 0 || (line == 1 && fields[0].Equals("file", StringComparison.OrdinalIgnoreCase)))
            {
                continue;
            }

            bool? isAnomaly = fields.Length < 2 ? null : fields[1] switch { "0" => false, "1" => true, var word => LabelNames.Of(word) };
            if (isAnomaly is null || fields[0].Length == 0 || fields[0].Contains('\0', StringComparison.Ordinal))
            {
                string shown = text.Length <= 200 ? text : text[..200] + "...";
                throw new DataSetException(
                    $"{path}:{line}: '{shown}' is not file,label[,kind] with the label normal, anomaly, 0 or 1; correct it.");
            }

            byFile[Path.GetFullPath(fields[0], folder)] = (isAnomaly.Value, fields.Length > 2 && fields[2].Length > 0 ? fields[2] : null);
        }

        return new AnomalyLabels(path, byFile, inputs);
    }

    /// <summary>
    /// What is known about a picture; null if nothing is. The kind of an anomaly is the folder below the one that says so.
    /// </summary>
    internal (bool IsAnomaly, string? Kind)? Of(string file)
    {
        if (_byFile is not null)
        {
            bool isKnown = _byFile.TryGetValue(Path.GetFullPath(file), out var label);
            _isUsed |= isKnown;
            return isKnown ? label : null;
        }

        // The innermost name decides.
        var (folders, isNamed) = FoldersOf(file);
        for (int i = folders.Count - 1; i >= (isNamed ? 0 : 1); i--)
        {
            string name = Path.GetFileName(folders[i]);
            if (LabelNames.Of(name) is { } isAnomaly)
            {
                return (isAnomaly, isAnomaly && i + 1 < folders.Count ? Path.GetFileName(folders[i + 1]) : null);
            }

            if (i > 0 && HasGood(folders[i - 1]))
            {
                return (true, name);
            }
        }

        return null;
    }

    /// <summary>Refuses a file of labels that labels none of the scored pictures.</summary>
    /// <exception cref="DataSetException">It labels none.</exception>
    internal void RequireUse()
    {
        if (_byFile is { Count: > 0 } && !_isUsed)
        {
            throw new DataSetException(
                $"None of the {_byFile.Count} files that '{_path}' labels, such as '{_byFile.Keys.First()}', is among the pictures; names "
                + "in it are relative to its folder.");
        }
    }

    /// <summary>The folders that hold a picture, from the input inwards, and whether the input's own was named ("." is no name).</summary>
    private (List<string> Folders, bool IsNamed) FoldersOf(string file)
    {
        string full = Path.GetFullPath(file);
        foreach (string input in _inputs)
        {
            string named = Path.TrimEndingDirectorySeparator(input);
            // A file or a glob stands in the folder that was typed before it.
            string folder = Directory.Exists(named) ? named : Path.GetDirectoryName(named) ?? "";
            string root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder.Length == 0 ? "." : folder));
            if (full.StartsWith(
                root.EndsWith(Path.DirectorySeparatorChar) ? root : root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            {
                var folders = new List<string> { root };
                string[] below = Path.GetRelativePath(root, full).Split(Path.DirectorySeparatorChar);
                for (int i = 1; i < below.Length; i++)
                {
                    folders.Add(Path.Combine([root, .. below[..i]]));
                }

                return (folders, Path.GetFileName(folder) is not ("" or "." or ".."));
            }
        }

        return ([], false);
    }

    private bool HasGood(string folder)
    {
        if (!_hasGood.TryGetValue(folder, out bool has))
        {
            has = Directory.Exists(folder)
                && Directory.EnumerateDirectories(folder).Any(inner => LabelNames.IsGood(Path.GetFileName(inner)));
            _hasGood.Add(folder, has);
        }

        return has;
    }
}
