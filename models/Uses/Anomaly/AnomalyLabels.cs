using ILGpuAutoencoders.Data;

namespace ILGpuAutoencoders.Models.Uses.Anomaly;

/// <summary>
/// Which pictures are anomalies, from a file, or from the names of folders at or below an input: folders above it do not count.
/// </summary>
internal sealed class AnomalyLabels
{
    private readonly Dictionary<string, (bool IsAnomaly, string? Kind)>? _byFile;
    private readonly string? _path;
    private readonly IReadOnlyList<string> _inputs;
    private readonly Lazy<Dictionary<string, (int Order, bool IsNamed)>> _roots;
    private readonly Dictionary<string, bool> _hasGood = new(StringComparer.Ordinal);
    private bool _isUsed;

    private AnomalyLabels(string? path, Dictionary<string, (bool IsAnomaly, string? Kind)>? byFile, IReadOnlyList<string> inputs)
    {
        _path = path;
        _byFile = byFile;
        _inputs = inputs;
        _roots = new(RootsOf);
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
        var above = new Stack<string>();
        (string Path, int Order, bool IsNamed)? root = null;
        for (string? folder = Path.GetDirectoryName(Path.GetFullPath(file)); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            above.Push(folder);
            if (_roots.Value.TryGetValue(folder, out var input) && (root is null || input.Order < root.Value.Order))
            {
                root = (folder, input.Order, input.IsNamed);
            }
        }

        return root is var (path, _, isNamed) ? ([.. above.SkipWhile(folder => folder != path)], isNamed) : ([], false);
    }

    /// <summary>The folders of the inputs. Of several that hold a picture the one with the lowest order was meant.</summary>
    private Dictionary<string, (int Order, bool IsNamed)> RootsOf()
    {
        var roots = new Dictionary<string, (int Order, bool IsNamed)>(StringComparer.Ordinal);
        // The innermost input comes first.
        foreach (string input in _inputs.OrderByDescending(input => Path.GetFullPath(input).Length))
        {
            string named = Path.TrimEndingDirectorySeparator(input);
            // A file or a glob stands in the folder that was typed before it.
            string folder = Directory.Exists(named) ? named : Path.GetDirectoryName(named) ?? "";
            string root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder.Length == 0 ? "." : folder));
            roots.TryAdd(root, (roots.Count, Path.GetFileName(folder) is not ("" or "." or "..")));
        }

        return roots;
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
