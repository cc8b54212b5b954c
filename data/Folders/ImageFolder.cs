using ILGpuAutoencoders.Data.Folders;
using ILGpuAutoencoders.Data.Pixels;

namespace ILGpuAutoencoders.Data;

/// <summary>
/// Finds the pictures of a folder in any of the usual layouts: <c>{train,val,test}/[class/]image</c> or <c>[class/]image</c>, with or
/// without folders around them that hold nothing else (as in Kaggle's archives). Links are not followed unless asked for, other files
/// are ignored.
/// </summary>
public static class ImageFolder
{
    private static readonly string[] s_extensions = [.. PictureFormat.All.SelectMany(format => format.Endings)];
    private static readonly string[] s_valNames = ["val", "valid", "validation"];

    /// <summary>Finds the pictures and their split.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="seed">Decides the split where the folder has none: 90/5/5, or 5% of train where there is train without val.</param>
    /// <param name="followLinks">Whether links below the folder are followed, to wherever they lead; each folder is entered once.</param>
    /// <exception cref="DataSetException">The folder is missing, unreadable or holds no picture.</exception>
    internal static DatasetIndex Scan(string folder, ulong seed, bool followLinks = false)
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
            var index = ScanLayout(folder, seed, new FolderWalk(followLinks));
            return index.Count > 0 ? index : throw new DataSetException(
                $"The data folder '{folder}' holds no picture "
                + $"({string.Join(", ", s_extensions)}): expected [train|val|test/][class/]picture below it.");
        }
        catch (Exception error) when (error is UnauthorizedAccessException or IOException)
        {
            throw new DataSetException($"The data folder '{folder}' cannot be read ({error.Message}): check its permissions.", error);
        }
    }

    /// <summary>
    /// All pictures below a folder, or the file itself, in ordinal order of their paths; for commands that take pictures.
    /// </summary>
    /// <param name="path">A folder or a file; it may be a link, those below it are left out.</param>
    public static IReadOnlyList<string> Pictures(string path)
    {
        if (!Directory.Exists(path))
        {
            return [path];
        }
        var found = new List<PictureEntry>();
        Collect(new FolderWalk(followLinks: false), path, path, null, found);
        return [.. found.Select(entry => Path.Combine(path, entry.Path)).Order(StringComparer.Ordinal)];
    }

    /// <summary>The files of a folder, not of those in it, whose names match a pattern, in ordinal order; links are left out.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="pattern">A name with * and ?.</param>
    public static IReadOnlyList<string> Matching(string folder, string pattern) =>
        [.. new FolderWalk(followLinks: false).Files(folder, pattern)];

    /// <summary>Whether a path with '/' between names is that of a picture that a scan would find.</summary>
    internal static bool IsPicture(string path) => IsPictureName(path) && !path.Split('/').Any(IsJunk);

    private static DatasetIndex ScanLayout(string root, ulong seed, FolderWalk walk)
    {
        string top = Descend(walk, root, stopAtSplits: true);
        string[] folders = Folders(walk, top);
        string? train = Find(folders, "train"), test = Find(folders, "test");
        string? val = s_valNames.Select(name => Find(folders, name)).FirstOrDefault(found => found is not null);
        int named = (train is null ? 0 : 1) + (val is null ? 0 : 1) + (test is null ? 0 : 1);
        // A folder of classes one of which is called "test" is not a split.
        if (train is null && (named == 0 || named < folders.Length))
        {
            (var rest, var valPart, var testPart) = SplitPlan.ThreeWays(PicturesByClass(walk, root, root, top), seed);
            return new DatasetIndex(root, rest, valPart, testPart);
        }
        List<PictureEntry> trainPictures = PicturesOf(walk, root, train), valPictures = PicturesOf(walk, root, val);
        if (val is null)
        {
            (trainPictures, valPictures) = SplitPlan.SetApart(trainPictures, seed);
        }
        return new DatasetIndex(root, trainPictures, valPictures, PicturesOf(walk, root, test));
    }

    private static List<PictureEntry> PicturesOf(FolderWalk walk, string root, string? split) =>
        split is null ? [] : PicturesByClass(walk, root, split, Descend(walk, split, stopAtSplits: false));

    private static List<PictureEntry> PicturesByClass(FolderWalk walk, string root, string start, string top)
    {
        var found = new List<PictureEntry>();
        // Where the descent ended at pictures, the one folder around them was a class after all.
        string? className = top == start ? null : Path.GetFileName(top);
        if (walk.Enter(top))
        {
            found.AddRange(Files(walk, top).Select(file => new PictureEntry(Relative(root, file), className)));
            foreach (string folder in Folders(walk, top))
            {
                Collect(walk, root, folder, Path.GetFileName(folder), found);
            }
        }
        found.Sort((a, b) => string.CompareOrdinal(a.Path, b.Path));
        return found;
    }

    private static void Collect(FolderWalk walk, string root, string folder, string? className, List<PictureEntry> found)
    {
        if (walk.Enter(folder))
        {
            found.AddRange(Files(walk, folder).Select(file => new PictureEntry(Relative(root, file), className)));
            foreach (string inner in Folders(walk, folder))
            {
                Collect(walk, root, inner, className, found);
            }
        }
    }

    private static string Descend(FolderWalk walk, string folder, bool stopAtSplits)
    {
        // A link that leads back to a folder around it would be descended without end.
        while (Folders(walk, folder) is [string only] && !Files(walk, folder).Any() && new FileInfo(only).LinkTarget is null)
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
        Is(name, "train") || Is(name, "test") || s_valNames.Any(val => Is(name, val));

    private static string? Find(string[] folders, string name) => Array.Find(folders, folder => Is(Path.GetFileName(folder), name));

    private static bool Is(string name, string other) => name.Equals(other, StringComparison.OrdinalIgnoreCase);

    private static string Relative(string root, string file) => Path.GetRelativePath(root, file).Replace(Path.DirectorySeparatorChar, '/');

    private static string[] Folders(FolderWalk walk, string folder) => [.. walk.Folders(folder).Where(path => !IsJunk(path))];

    private static IEnumerable<string> Files(FolderWalk walk, string folder) => walk.Files(folder).Where(IsPictureName);

    private static bool IsPictureName(string path) =>
        !IsJunk(path) && s_extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    // Archives made on macOS carry resource forks named like the pictures; elsewhere a leading dot does not hide them.
    private static bool IsJunk(string path) => Path.GetFileName(path) is ['.', ..] or "__MACOSX";
}
