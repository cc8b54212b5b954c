using System.Text.Json;
using ILGpuAutoencoders.Data.Folders;

namespace ILGpuAutoencoders.Data;

/// <summary>Which pictures of a data set are in train, val and test, in a fixed order. Written to a run as split.json.</summary>
/// <param name="root">The data folder, or a name such as <c>faces:2000</c>.</param>
/// <param name="train">The pictures of train.</param>
/// <param name="val">The pictures of val.</param>
/// <param name="test">The pictures of test.</param>
public sealed class DatasetIndex(
    string root, IReadOnlyList<PictureEntry> train, IReadOnlyList<PictureEntry> val, IReadOnlyList<PictureEntry> test)
{
    /// <summary>The data folder, or a name such as <c>faces:2000</c>; not part of split.json.</summary>
    public string Root { get; } = root;

    /// <summary>The pictures of train.</summary>
    public IReadOnlyList<PictureEntry> Train { get; } = train;

    /// <summary>The pictures of val.</summary>
    public IReadOnlyList<PictureEntry> Val { get; } = val;

    /// <summary>The pictures of test.</summary>
    public IReadOnlyList<PictureEntry> Test { get; } = test;

    /// <summary>What the scan of the folder found but did not take; empty if the pictures come from a split.json or are drawn.</summary>
    public LeftOut LeftOut { get; internal init; } = new();

    /// <summary>The total number of pictures.</summary>
    public int Count => Train.Count + Val.Count + Test.Count;

    /// <summary>The class names of all pictures, each once, in ordinal order.</summary>
    public IReadOnlyList<string> Classes { get; } =
        [.. train.Concat(val).Concat(test).Select(entry => entry.Class).OfType<string>().Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The pictures of one part.</summary>
    /// <param name="split">The part.</param>
    public IReadOnlyList<PictureEntry> this[DatasetSplit split] => split switch
    {
        DatasetSplit.Train => Train,
        DatasetSplit.Val => Val,
        DatasetSplit.Test => Test,
        _ => throw new ArgumentOutOfRangeException(nameof(split), split, "DatasetIndex: the parts are train, val and test."),
    };

    /// <summary>The text of split.json: {"version": 1, "train": [{"path": ..., "class": ...}, ...], "val": [...], "test": [...]}.</summary>
    public string ToJson()
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartObject();
            writer.WriteNumber("version", 1);
            Write(writer, "train", Train);
            Write(writer, "val", Val);
            Write(writer, "test", Test);
            writer.WriteEndObject();
        }
        return System.Text.Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length) + "\n";
    }

    /// <summary>
    /// Divides pictures that have no parts: 90/5/5 by a seed, by class if at least 20 classes hold pictures, else by picture.
    /// </summary>
    /// <param name="root">What messages call the pictures.</param>
    /// <param name="pictures">The pictures, each with a path of its own.</param>
    /// <param name="seed">Seed of the choice.</param>
    public static DatasetIndex Split(string root, IEnumerable<PictureEntry> pictures, ulong seed = 0)
    {
        var (train, val, test) = SplitPlan.ThreeWays([.. pictures], seed);
        return new DatasetIndex(root, train, val, test);
    }

    /// <summary>Whether a path stays below its folder.</summary>
    internal static bool IsBelow(string path) =>
        path.Length > 0 && !path.Contains('\0', StringComparison.Ordinal) && !Path.IsPathRooted(path)
        && !path.Split('/', '\\').Contains("..");

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <param name="json">The text.</param>
    /// <param name="root">The data folder that the paths are relative to.</param>
    /// <exception cref="DataSetException">The text is not that of a split, or a path leaves the data folder.</exception>
    internal static DatasetIndex FromJson(string json, string root)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 8 });
            var top = document.RootElement;
            if (top.GetProperty("version").GetInt32() != 1)
            {
                throw new DataSetException("The split has a version other than 1: use the program that wrote it, or split again.");
            }
            return new DatasetIndex(root, Read(top.GetProperty("train")), Read(top.GetProperty("val")), Read(top.GetProperty("test")));
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new DataSetException($"The split is not a valid split.json ({error.Message}): remove it to split again.", error);
        }
    }

    private static void Write(Utf8JsonWriter writer, string name, IReadOnlyList<PictureEntry> entries)
    {
        writer.WriteStartArray(name);
        foreach (var entry in entries)
        {
            writer.WriteStartObject();
            writer.WriteString("path", entry.Path);
            if (entry.Class is not null)
            {
                writer.WriteString("class", entry.Class);
            }
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    private static List<PictureEntry> Read(JsonElement entries)
    {
        var list = new List<PictureEntry>(entries.GetArrayLength());
        foreach (var entry in entries.EnumerateArray())
        {
            string path = entry.GetProperty("path").GetString() ?? "";
            if (!IsBelow(path))
            {
                throw new DataSetException(
                    $"The split names '{path}', which is not a path below the data folder: remove split.json to split again.");
            }
            list.Add(new PictureEntry(path, entry.TryGetProperty("class", out var name) ? name.GetString() : null));
        }
        return list;
    }
}
