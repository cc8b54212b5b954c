using System.Text.Json.Serialization;

namespace ILGpuAutoencoders.Data;

/// <summary>
/// What a scan of a folder or an archive found but did not take, so that nothing is left out silently. What operating systems and cloud
/// services leave in folders (Thumbs.db, __MACOSX, lost+found) does not count.
/// </summary>
public sealed class LeftOut
{
    private const int Shown = 8;

    private readonly SortedDictionary<string, int> _endings = new(StringComparer.Ordinal), _folders = new(StringComparer.Ordinal);
    private readonly List<string> _notes = [];

    /// <summary>Files with other extensions, by extension in lower case; files without one are counted under "".</summary>
    public IReadOnlyDictionary<string, int> Endings => _endings;

    /// <summary>Pictures in folders that belong to no part, or hold masks or labels, by the folder.</summary>
    public IReadOnlyDictionary<string, int> Folders => _folders;

    /// <summary>Links, which are followed only on request, and dangling links.</summary>
    public int Links { get; internal set; }

    /// <summary>Hidden files and folders.</summary>
    public int Hidden { get; internal set; }

    /// <summary>Pictures beside the folders of the parts.</summary>
    public int Beside { get; internal set; }

    /// <summary>How ambiguous folders were interpreted: one sentence each.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>Whether there is nothing to report.</summary>
    [JsonIgnore]
    public bool IsEmpty => _endings.Count + _folders.Count + Links + Hidden + Beside + _notes.Count == 0;

    /// <summary>Files known to be pictures: those of <see cref="Folders"/> and <see cref="Beside"/>.</summary>
    internal int Pictures => _folders.Values.Sum() + Beside;

    /// <summary>
    /// One line, such as "left out: 30 .tif, 2 links (--follow-links takes them), folder old (8 pictures)"; empty if nothing was left
    /// out.
    /// </summary>
    public override string ToString()
    {
        var items = new List<string>();
        items.AddRange(_endings.OrderByDescending(ending => ending.Value).Take(Shown)
            .Select(ending => Quantity.Of(ending.Value, NameOf(ending.Key), NameOf(ending.Key))));
        Add(_endings.Skip(Shown).Sum(ending => ending.Value), "file with other extensions", "files with other extensions");
        Add(Links, "link (--follow-links takes it)", "links (--follow-links takes them)");
        Add(Hidden, "hidden entry", "hidden entries");
        Add(Beside, "picture beside the folders", "pictures beside the folders");
        items.AddRange(_folders.Take(Shown)
            .Select(folder => $"folder {PlainText.Of(folder.Key)} ({Quantity.Of(folder.Value, "picture")})"));
        Add(_folders.Count - Shown, "more folder", "more folders");
        IEnumerable<string> counted = items.Count > 0 ? [$"left out: {string.Join(", ", items)}"] : [];
        return string.Join("; ", counted.Concat(_notes.Select(PlainText.Of)));

        void Add(int count, string one, string many)
        {
            if (count > 0)
            {
                items.Add(Quantity.Of(count, one, many));
            }
        }
    }

    internal void AddEnding(string name) => AddTo(_endings, Path.GetExtension(name).ToLowerInvariant(), 1);

    internal void AddFolder(string path, int pictures) => AddTo(_folders, path, pictures);

    internal void AddNote(string sentence) => _notes.Add(sentence);

    private static void AddTo(SortedDictionary<string, int> counts, string key, int count) =>
        counts[key] = counts.GetValueOrDefault(key) + count;

    private static string NameOf(string ending) => ending.Length > 0 ? PlainText.Of(ending) : "without an extension";
}
