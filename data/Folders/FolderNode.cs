namespace ILGpuAutoencoders.Data.Folders;

/// <summary>Folders that hold pictures, as a tree, built from paths alone: of a folder on disk or of an archive.</summary>
/// <param name="path">The path below the root, with '/' between names; empty for the root.</param>
internal sealed class FolderNode(string path)
{
    private readonly Dictionary<string, FolderNode> _folders = new(StringComparer.Ordinal);
    private FolderNode[]? _inOrder;

    /// <summary>The path below the root; empty for the root.</summary>
    internal string Path => path;

    /// <summary>The last name of the path.</summary>
    internal string Name => path[(path.LastIndexOf('/') + 1)..];

    /// <summary>The folders in it that hold pictures at any depth, in ordinal order.</summary>
    internal IReadOnlyCollection<FolderNode> Folders => _inOrder ??= InOrder();

    /// <summary>Paths of the pictures directly in it.</summary>
    internal List<string> Pictures { get; } = [];

    /// <summary>The number of pictures at any depth.</summary>
    internal int Count { get; private set; }

    /// <summary>The tree of paths with '/' between names.</summary>
    internal static FolderNode Of(IEnumerable<string> pictures)
    {
        var root = new FolderNode("");
        foreach (string picture in pictures)
        {
            var at = root;
            at.Count++;
            for (int end = picture.IndexOf('/'); end >= 0; end = picture.IndexOf('/', end + 1))
            {
                string name = picture[(at.Path.Length == 0 ? 0 : at.Path.Length + 1)..end];
                if (!at._folders.TryGetValue(name, out var next))
                {
                    at._folders.Add(name, next = new FolderNode(picture[..end]));
                    at._inOrder = null;
                }
                at = next;
                at.Count++;
            }
            at.Pictures.Add(picture);
        }
        return root;
    }

    /// <summary>All pictures at any depth, each with a class.</summary>
    internal IEnumerable<PictureEntry> All(string? className) =>
        Pictures.Select(picture => new PictureEntry(picture, className))
            .Concat(Folders.SelectMany(folder => folder.All(className)));

    /// <summary>Removes a folder from the tree; the counts above it do not change.</summary>
    internal void Remove(FolderNode folder)
    {
        _folders.Remove(folder.Name);
        _inOrder = null;
        Count -= folder.Count;
    }

    private FolderNode[] InOrder()
    {
        FolderNode[] folders = [.. _folders.Values];
        Array.Sort(folders, (a, b) => string.CompareOrdinal(a.Name, b.Name));
        return folders;
    }
}
