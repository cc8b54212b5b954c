using ILGpuAutoencoders.Data;

namespace ILGpuAutoencoders.Models.Uses.Anomaly;

/// <summary>Which pictures are anomalies, from a file or from folders named normal and anomaly.</summary>
internal sealed class AnomalyLabels
{
    private const string Normal = "normal", Anomaly = "anomaly";

    private readonly Dictionary<string, (bool IsAnomaly, string? Kind)>? _byFile;

    private AnomalyLabels(Dictionary<string, (bool IsAnomaly, string? Kind)>? byFile) => _byFile = byFile;

    /// <summary>Reads labels: lines of file,label[,kind] with a label of normal, anomaly, 0 or 1; null for folders.</summary>
    /// <exception cref="DataSetException">The file is missing or a line of it is no such line.</exception>
    internal static AnomalyLabels Read(string? path)
    {
        if (path is null)
        {
            return new AnomalyLabels(null);
        }

        if (!File.Exists(path))
        {
            throw new DataSetException($"There is no file '{path}' of labels; name one with --labels.");
        }

        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var byFile = new Dictionary<string, (bool, string?)>(StringComparer.Ordinal);
        string[] lines = File.ReadAllLines(path);
        for (int i = 0; i < lines.Length; i++)
        {
            if (lines[i].Length == 0 || (i == 0 && lines[i].StartsWith("file,", StringComparison.Ordinal)))
            {
                continue;
            }

            string[] fields = lines[i].Split(',', StringSplitOptions.TrimEntries);
            bool? isAnomaly = fields.Length < 2 ? null : fields[1] switch { Normal or "0" => false, Anomaly or "1" => true, _ => null };
            byFile[Path.GetFullPath(fields[0], folder)] = (
                isAnomaly ?? throw new DataSetException($"{path}:{i + 1}: '{lines[i]}' is no line of file,label[,kind] with the label {Normal}, {Anomaly}, 0 or 1; mend it."),
                fields.Length > 2 ? fields[2] : null);
        }

        return new AnomalyLabels(byFile);
    }

    /// <summary>What is known of a picture: null where nothing is. The kind of an anomaly is the folder below the one named anomaly.</summary>
    internal (bool IsAnomaly, string? Kind)? Of(string file)
    {
        string full = Path.GetFullPath(file);
        if (_byFile is not null)
        {
            return _byFile.TryGetValue(full, out var label) ? label : null;
        }

        string[] parts = full.Split(Path.DirectorySeparatorChar)[..^1];
        int normal = Array.LastIndexOf(parts, Normal), anomaly = Array.LastIndexOf(parts, Anomaly);
        return normal == anomaly ? null : normal > anomaly ? (false, null) : (true, anomaly + 1 < parts.Length ? parts[anomaly + 1] : null);
    }
}
