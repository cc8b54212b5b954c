using System.IO.Enumeration;
using ILGpuAutoencoders.Data.Pixels;

namespace ILGpuAutoencoders.Data.Folders;

/// <summary>
/// Finds the pictures below a folder and reports what it did not take. Links are left out unless following them was requested.
/// </summary>
/// <param name="followLinks">Whether links to folders and files are followed. Loops end anyway: no folder is entered twice.</param>
/// <param name="leftOut">Receives what is left out.</param>
/// <param name="cancellation">Stops the walk.</param>
internal sealed class FolderWalk(bool followLinks, LeftOut leftOut, CancellationToken cancellation = default)
{
    private static readonly HashSet<string> s_endings =
        new(PictureFormat.All.SelectMany(format => format.Endings), StringComparer.OrdinalIgnoreCase);

    private static readonly EnumerationOptions s_oneLevel = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    private readonly HashSet<string> _entered = new(StringComparer.Ordinal);

    /// <summary>Whether a name has the extension of a picture.</summary>
    internal static bool HasPictureEnding(string name) => s_endings.Contains(Path.GetExtension(name));

    /// <summary>The pictures at any depth, as paths below the folder with '/' between names, in ordinal order.</summary>
    internal List<string> Pictures(string folder)
    {
        var found = new List<string>();
        Collect(folder, "", found);
        found.Sort(StringComparer.Ordinal);
        return found;
    }

    /// <summary>The files in a folder whose names match a pattern, in ordinal order.</summary>
    internal IEnumerable<string> Matching(string folder, string pattern) => Entries(folder)
        .Where(entry => !entry.IsFolder && Takes(entry))
        .Where(entry => FileSystemName.MatchesSimpleExpression(pattern, entry.Name, ignoreCase: !OperatingSystem.IsLinux()))
        .Select(entry => Path.Combine(folder, entry.Name)).Order(StringComparer.Ordinal);

    /// <summary>The folders directly in a folder, in ordinal order.</summary>
    internal IEnumerable<string> Folders(string folder) =>
        Entries(folder).Where(entry => entry.IsFolder && Takes(entry)).Select(entry => Path.Combine(folder, entry.Name));

    private void Collect(string folder, string below, List<string> found)
    {
        cancellation.ThrowIfCancellationRequested();
        if (followLinks && !_entered.Add(RealPath(folder)))
        {
            return;
        }
        foreach (var entry in Entries(folder).Where(Takes).ToList())
        {
            string path = Path.Combine(folder, entry.Name);
            if (entry.IsFolder)
            {
                Collect(path, $"{below}{entry.Name}/", found);
            }
            else if (HasPictureEnding(entry.Name) || IsPictureWithoutEnding(path, entry))
            {
                found.Add(below + entry.Name);
            }
            else
            {
                leftOut.AddEnding(entry.Name);
            }
        }
    }

    /// <summary>Whether an entry is looked at; counts it if not.</summary>
    private bool Takes(Entry entry)
    {
        if (PartNames.IsJunk(entry.Name))
        {
            return false;
        }
        if (entry.IsHidden)
        {
            leftOut.Hidden++;
            return false;
        }
        if (entry.IsLink && (!followLinks || (!entry.IsFolder && LeadsNowhere(entry.Path))))
        {
            leftOut.Links++;
            return false;
        }
        return true;
    }

    // In name order, so that if several paths lead to a folder, the same one is taken each time.
    private static IEnumerable<Entry> Entries(string folder) =>
        new FileSystemEnumerable<Entry>(folder, (ref FileSystemEntry entry) => new Entry(ref entry), s_oneLevel)
            .OrderBy(entry => entry.Name, StringComparer.Ordinal);

    // Files in content-addressed stores have no extension. FIFOs and devices have length 0 and are not opened.
    private static bool IsPictureWithoutEnding(string path, Entry entry)
    {
        if (Path.HasExtension(entry.Name) || (entry.Length == 0 && !entry.IsLink) || (entry.IsLink && new FileInfo(path).Length == 0))
        {
            return false;
        }
        try
        {
            using var file = File.OpenHandle(path);
            Span<byte> start = stackalloc byte[PictureFormat.DetectedBytes];
            return PictureFormat.Detect(start[..FileRead.Fill(file, start, 0)]) is not null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Why a file below a root is not read where links are not followed, as a phrase; null if its path has none.</summary>
    internal static string? LinkProblem(string root, string path) =>
        LeadsOverLink(root, path) ? "its path goes through a link, which is not followed" : null;

    private static bool LeadsOverLink(string root, string path)
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
            // A name that is not UTF-8 cannot be looked up from a string; leave it to the decoder to report it.
            return false;
        }
        catch (IOException)
        {
            // A chain of links that leads back to itself.
            return true;
        }
    }

    // A class, because generics over a struct are compiled at each start of the program, while those over classes are precompiled.
    private sealed class Entry(ref FileSystemEntry entry)
    {
        internal string Name { get; } = entry.FileName.ToString();

        internal string Path { get; } = entry.ToFullPath();

        internal bool IsFolder { get; } = entry.IsDirectory;

        internal bool IsLink { get; } = (entry.Attributes & FileAttributes.ReparsePoint) != 0;

        internal bool IsHidden { get; } = entry.IsHidden || (entry.Attributes & FileAttributes.System) != 0;

        internal long Length { get; } = entry.IsDirectory ? 0 : entry.Length;
    }
}
