namespace ILGpuAutoencoders.Data;

/// <summary>
/// Finds the pictures of a folder in any of the usual layouts: <c>{train,val,test}/[class/]image</c> or <c>[class/]image</c>, with or
/// without folders around them that hold nothing else (as in Kaggle's archives). Links are not followed, other files are ignored.
/// </summary>
public static class ImageFolder
{
    private static readonly string[] Extensions = [".jpg", ".jpeg", ".png", ".webp", ".bmp"];
    private static readonly string[] ValNames = ["val", "valid", "validation"];

    private static readonly EnumerationOptions OneLevel = new()
    {
        AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.Hidden | FileAttributes.System,
        IgnoreInaccessible = false,
    };

    /// <summary>Finds the pictures and their split.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="seed">Decides the split where the folder has none: 90/5/5, or 5% of train where there is train without val.</param>
    /// <exception cref="DataSetException">The folder is missing, unreadable or holds no picture.</exception>
    internal static DatasetIndex Scan(string folder, ulong seed)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (!Directory.Exists(folder))
        {
            throw new DataSetException(File.Exists(folder)
                ? $"The data folder '{folder}' is a file: name the folder that holds the pictures."
                : $"The data folder '{folder}' does not exist: check the path, or use faces for drawn faces.");
        }
        try
        {
            DatasetIndex index = ScanLayout(folder, seed);
            return index.Count > 0 ? index : throw new DataSetException(
                $"The data folder '{folder}' holds no picture ({string.Join(", ", Extensions)}): expected [train|val|test/][class/]picture below it.");
        }
        catch (Exception error) when (error is UnauthorizedAccessException or IOException)
        {
            throw new DataSetException($"The data folder '{folder}' cannot be read ({error.Message}): check its permissions.", error);
        }
    }

    /// <summary>All pictures below a folder, or the file itself, in ordinal order of their paths; for commands that take pictures.</summary>
    /// <param name="path">A folder or a file.</param>
    public static IReadOnlyList<string> Pictures(string path)
    {
        if (!Directory.Exists(path))
        {
            return [path];
        }
        var found = new List<PictureEntry>();
        Collect(path, path, null, found);
        return [.. found.Select(entry => Path.Combine(path, entry.Path)).Order(StringComparer.Ordinal)];
    }

    /// <summary>Whether a path with '/' between names is that of a picture that a scan would find.</summary>
    internal static bool IsPicture(string path) => IsPictureName(path) && !path.Split('/').Any(IsJunk);

    private static DatasetIndex ScanLayout(string root, ulong seed)
    {
        string top = Descend(root, stopAtSplits: true);
        string[] folders = Folders(top);
        string? train = Find(folders, "train"), test = Find(folders, "test");
        string? val = ValNames.Select(name => Find(folders, name)).FirstOrDefault(found => found is not null);
        int named = (train is null ? 0 : 1) + (val is null ? 0 : 1) + (test is null ? 0 : 1);
        // A folder of classes one of which is called "test" is not a split.
        if (train is null && (named == 0 || named < folders.Length))
        {
            (var rest, var valPart, var testPart) = SplitPlan.ThreeWays(PicturesByClass(root, root, top), seed);
            return new DatasetIndex(root, rest, valPart, testPart);
        }
        List<PictureEntry> trainPictures = PicturesOf(root, train), valPictures = PicturesOf(root, val);
        if (val is null)
        {
            (trainPictures, valPictures) = SplitPlan.SetApart(trainPictures, seed);
        }
        return new DatasetIndex(root, trainPictures, valPictures, PicturesOf(root, test));
    }

    private static List<PictureEntry> PicturesOf(string root, string? split) =>
        split is null ? [] : PicturesByClass(root, split, Descend(split, stopAtSplits: false));

    private static List<PictureEntry> PicturesByClass(string root, string start, string top)
    {
        var found = new List<PictureEntry>();
        // Where the descent ended at pictures, the one folder around them was a class after all.
        string? className = top == start ? null : Path.GetFileName(top);
        foreach (string file in Files(top))
        {
            found.Add(new PictureEntry(Relative(root, file), className));
        }
        foreach (string folder in Folders(top))
        {
            Collect(root, folder, Path.GetFileName(folder), found);
        }
        found.Sort((a, b) => string.CompareOrdinal(a.Path, b.Path));
        return found;
    }

    private static void Collect(string root, string folder, string? className, List<PictureEntry> found)
    {
        foreach (string file in Files(folder))
        {
            found.Add(new PictureEntry(Relative(root, file), className));
        }
        foreach (string inner in Folders(folder))
        {
            Collect(root, inner, className, found);
        }
    }

    private static string Descend(string folder, bool stopAtSplits)
    {
        while (Folders(folder) is [string only] && !Files(folder).Any())
        {
            if (stopAtSplits && IsSplitName(Path.GetFileName(only)))
            {
                break;
            }
            folder = only;
        }
        return folder;
    }

    private static bool IsSplitName(string name) =>
        Is(name, "train") || Is(name, "test") || ValNames.Any(val => Is(name, val));

    private static string? Find(string[] folders, string name) => Array.Find(folders, folder => Is(Path.GetFileName(folder), name));

    private static bool Is(string name, string other) => name.Equals(other, StringComparison.OrdinalIgnoreCase);

    private static string Relative(string root, string file) => Path.GetRelativePath(root, file).Replace('\\', '/');

    private static string[] Folders(string folder) =>
        [.. Directory.EnumerateDirectories(folder, "*", OneLevel).Where(path => !IsJunk(path)).Order(StringComparer.Ordinal)];

    private static IEnumerable<string> Files(string folder) => Directory.EnumerateFiles(folder, "*", OneLevel).Where(IsPictureName);

    private static bool IsPictureName(string path) => !IsJunk(path) && Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    // Archives made on macOS carry resource forks named like the pictures; elsewhere a leading dot does not hide them.
    private static bool IsJunk(string path) => Path.GetFileName(path) is ['.', ..] or "__MACOSX";
}
