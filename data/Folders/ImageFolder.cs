using ILGpuAutoencoders.Data.Folders;
using ILGpuAutoencoders.Data.Pixels;

namespace ILGpuAutoencoders.Data;

/// <summary>
/// Finds the pictures of a folder in any of the usual layouts: <c>{train,val,test}/[class/]picture</c> or <c>[class/]picture</c>, with or
/// without enclosing folders that hold nothing else (as in Kaggle's archives). Links are followed only on request, and what is left out
/// is counted.
/// </summary>
public static class ImageFolder
{
    /// <summary>Finds the pictures and their split.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="seed">Seed of the split if the folder has none: 90/5/5, or 5% of train if there is train without val.</param>
    /// <param name="followLinks">Whether links below the folder are followed, to wherever they lead; each folder is entered once.</param>
    /// <param name="whole">The part that all pictures belong to if no folder names a part; null to split them.</param>
    /// <param name="cancellation">Stops the scan.</param>
    /// <exception cref="DataSetException">The folder is missing or unreadable, or holds no pictures.</exception>
    internal static DatasetIndex Scan(
        string folder, ulong seed, bool followLinks = false, DatasetSplit? whole = null, CancellationToken cancellation = default)
    {
        RequireFolder(folder);
        try
        {
            var leftOut = new LeftOut();
            var pictures = new FolderWalk(followLinks, leftOut, cancellation).Pictures(folder);
            if (pictures.Count == 0)
            {
                throw new DataSetException(NoPicture($"The data folder '{folder}'", leftOut));
            }
            return Divide(folder, pictures, seed, whole, leftOut);
        }
        catch (Exception error) when (error is UnauthorizedAccessException or IOException)
        {
            throw Unreadable(folder, error);
        }
    }

    /// <summary>All pictures below a folder, or the file itself, in ordinal order; for commands that take pictures.</summary>
    /// <param name="path">A folder or a file; it may be a link.</param>
    /// <param name="leftOut">What is below the folder but was not taken.</param>
    /// <param name="followLinks">Whether links below the folder are followed, to wherever they lead; each folder is entered once.</param>
    /// <param name="cancellation">Stops the search.</param>
    public static IReadOnlyList<string> Pictures(
        string path, out LeftOut leftOut, bool followLinks = false, CancellationToken cancellation = default)
    {
        leftOut = new LeftOut();
        return Directory.Exists(path)
            ? [.. new FolderWalk(followLinks, leftOut, cancellation).Pictures(path).Select(picture => Path.Combine(path, picture))]
            : [path];
    }

    /// <summary>The files of a folder, not of those in it, whose names match a pattern, in ordinal order; links are left out.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="pattern">A name with * and ?.</param>
    public static IReadOnlyList<string> Matching(string folder, string pattern) =>
        [.. new FolderWalk(followLinks: false, new LeftOut()).Matching(folder, pattern)];

    /// <summary>
    /// The folders directly in a folder, in ordinal order: neither hidden ones nor what operating systems and cloud services leave.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="followLinks">Whether links to folders count.</param>
    /// <exception cref="DataSetException">The folder is missing or unreadable.</exception>
    public static IReadOnlyList<string> Folders(string folder, bool followLinks)
    {
        RequireFolder(folder);
        try
        {
            return [.. new FolderWalk(followLinks, new LeftOut()).Folders(folder)];
        }
        catch (Exception error) when (error is UnauthorizedAccessException or IOException)
        {
            throw Unreadable(folder, error);
        }
    }

    /// <summary>The message if there are no pictures: what was found instead, and what is accepted.</summary>
    /// <param name="place">The place searched, as the beginning of a sentence.</param>
    /// <param name="leftOut">What is there.</param>
    public static string NoPicture(string place, LeftOut leftOut)
    {
        string others = leftOut.IsEmpty ? "" : $" ({leftOut})";
        return $"{place} holds no pictures{others}: {PictureFormat.Names} files are accepted, as [train|val|test/][class/]picture.";
    }

    private static void RequireFolder(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (!Directory.Exists(folder))
        {
            throw new DataSetException(File.Exists(folder)
                ? $"The data folder '{folder}' is a file: name the folder that holds the pictures."
                : $"The data folder '{folder}' does not exist (looked for at '{Path.GetFullPath(folder)}'): check the path, or use faces "
                + "for drawn faces.");
        }
    }

    private static DataSetException Unreadable(string folder, Exception error) =>
        new($"The data folder '{folder}' cannot be read ({error.Message}): check its permissions.", error);

    /// <summary>The split of the pictures found.</summary>
    private static DatasetIndex Divide(string root, List<string> pictures, ulong seed, DatasetSplit? whole, LeftOut leftOut)
    {
        var (parts, all) = FolderLayout.Of(pictures, leftOut);
        if (parts is null)
        {
            (parts, var part) = ([null, null, null], whole);
            if (part is { } only)
            {
                parts[(int)only] = all;
            }
            else
            {
                (parts[0], parts[1], parts[2]) = SplitPlan.ThreeWays(all, seed);
            }
        }
        else if (parts[(int)DatasetSplit.Val] is null && parts[(int)DatasetSplit.Train] is { } train)
        {
            (parts[0], parts[1]) = SplitPlan.SetApart(train, seed);
        }
        return new DatasetIndex(root, parts[0] ?? [], parts[1] ?? [], parts[2] ?? []) { LeftOut = leftOut };
    }
}
