namespace ILGpuAutoencoders.Data.Folders;

/// <summary>
/// Lists folders and files below a folder of pictures, in ordinal order. Links are left out, or followed where that was asked for.
/// </summary>
/// <param name="followLinks">Whether links to folders and files are followed. Loops end all the same: no folder is entered twice.</param>
internal sealed class FolderWalk(bool followLinks)
{
    private readonly HashSet<string> _entered = new(StringComparer.Ordinal);

    private readonly EnumerationOptions _oneLevel = new()
    {
        AttributesToSkip = FileAttributes.Hidden | FileAttributes.System | (followLinks ? 0 : FileAttributes.ReparsePoint),
        IgnoreInaccessible = false,
    };

    /// <summary>The folders in a folder.</summary>
    internal string[] Folders(string folder) => [.. Directory.EnumerateDirectories(folder, "*", _oneLevel).Order(StringComparer.Ordinal)];

    /// <summary>The files in a folder; links to nothing are left out.</summary>
    internal IEnumerable<string> Files(string folder, string pattern = "*") =>
        Directory.EnumerateFiles(folder, pattern, _oneLevel).Where(path => !followLinks || !LeadsNowhere(path)).Order(StringComparer.Ordinal);

    /// <summary>Whether a folder has not been entered before, under this or another path.</summary>
    internal bool Enter(string folder) => !followLinks || _entered.Add(RealPath(folder));

    /// <summary>Whether a path below a root leads over a link.</summary>
    internal static bool LeadsOverLink(string root, string path)
    {
        string at = root;
        foreach (string name in path.Split('/'))
        {
            at = Path.Combine(at, name);
            if (new FileInfo(at).LinkTarget is not null)
            {
                return true;
            }
        }
        return false;
    }

    private static string RealPath(string path)
    {
        string full = Path.GetFullPath(path), real = Path.GetPathRoot(full)!;
        foreach (string name in full[real.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            real = Path.Combine(real, name);
            // The folders around a link's target may be links themselves.
            real = Directory.ResolveLinkTarget(real, returnFinalTarget: true) is { } target ? RealPath(target.FullName) : real;
        }
        return real;
    }

    private static bool LeadsNowhere(string path)
    {
        try
        {
            return File.ResolveLinkTarget(path, returnFinalTarget: true) is { Exists: false };
        }
        catch (FileNotFoundException)
        {
            // A name that is no UTF-8 is found again under no text; it is the decoder's to say so.
            return false;
        }
        catch (IOException)
        {
            // A chain of links that ends in itself.
            return true;
        }
    }
}
