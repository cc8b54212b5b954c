namespace ILGpuAutoencoders.Data.Sets;

/// <summary>
/// The folder of cached pixels: readable by its owner only, since it reproduces private pictures, and of bounded size. At most two states
/// of each data set are kept, and beyond the limit the sets written first are removed.
/// </summary>
/// <param name="path">The folder.</param>
/// <param name="mostBytes">The most bytes of all files.</param>
internal sealed class PixelCacheFolder(string path, long mostBytes)
{
    internal const string Extension = ".pixels";

    private const UnixFileMode ForOwner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly TimeSpan s_abandoned = TimeSpan.FromDays(1);

    /// <summary>Its path.</summary>
    internal string Path => path;

    /// <summary>Bytes of all files in it, and their number.</summary>
    internal (int Files, long Bytes) Contents
    {
        get
        {
            var files = Directory.Exists(path) ? new DirectoryInfo(path).GetFiles() : [];
            return (files.Length, files.Sum(LengthOf));
        }
    }

    /// <summary>Opens a new file that only its owner may read.</summary>
    /// <param name="file">Its path.</param>
    /// <param name="length">Bytes that the disk must have for it.</param>
    internal static FileStream Create(string file, long length)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.None,
            BufferSize = 0,
            PreallocationSize = length,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = ForOwner;
        }
        return new FileStream(file, options);
    }

    /// <summary>Deletes a file if possible.</summary>
    internal static void TryDelete(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Nothing more can be done if the folder refuses even this.
        }
    }

    /// <summary>Creates the folder for its owner only; an existing one that others could read is closed to them.</summary>
    internal void Prepare()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }
        const UnixFileMode Private = ForOwner | UnixFileMode.UserExecute;
        Directory.CreateDirectory(path, Private);
        if ((File.GetUnixFileMode(path) & ~Private) != 0)
        {
            File.SetUnixFileMode(path, Private);
        }
    }

    /// <summary>After a file was written, removes what is too old or too much.</summary>
    /// <param name="written">The file, which stays.</param>
    /// <param name="set">Prefix of the names of all states of its set.</param>
    /// <param name="state">Prefix of the names of all files of its state.</param>
    internal void MakeRoom(string written, string set, string state)
    {
        var files = new DirectoryInfo(path).GetFiles()
            .OrderByDescending(file => file.LastWriteTimeUtc).ThenBy(file => file.Name, StringComparer.Ordinal);
        var states = new HashSet<string>(StringComparer.Ordinal) { state };
        long bytes = 0;
        foreach (var file in files)
        {
            bool isAbandoned = file.Extension == ".tmp" && DateTime.UtcNow - file.LastWriteTimeUtc > s_abandoned;
            bool isPixels = file.Extension == Extension && file.FullName != System.IO.Path.GetFullPath(written);
            string other = StateOf(file.Name);
            bool isOld = isPixels && file.Name.StartsWith(set, StringComparison.Ordinal) && !states.Contains(other)
                && (states.Count == 2 || !states.Add(other));
            long length = LengthOf(file);
            bytes += length;
            if (isAbandoned || isOld || (isPixels && bytes > mostBytes))
            {
                bytes -= length;
                TryDelete(file.FullName);
            }
        }
    }

    // Other processes finish their files, which then have other names, and make room as well.
    private static long LengthOf(FileInfo file)
    {
        try
        {
            return file.Length;
        }
        catch (FileNotFoundException)
        {
            return 0;
        }
    }

    // SET-STATE-PART.pixels
    private static string StateOf(string name) => name[..Math.Max(0, name.LastIndexOf('-'))];
}
