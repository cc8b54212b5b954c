namespace ILGpuAutoencoders.Engine;

/// <summary>
/// Reads files of others. Where a file is expected there may be a FIFO or a device, whose opening or reading would not end; they have
/// length 0, and are read as the empty files that they seem to be.
/// </summary>
public static class PlainFile
{
    /// <summary>Whether there is a file with something in it.</summary>
    /// <param name="path">The file, or a link to it.</param>
    public static bool HasContent(string path) => LengthOf(path) > 0;

    /// <summary>Opens a file to read it.</summary>
    /// <param name="path">The file, or a link to it.</param>
    /// <exception cref="IOException">It is missing or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Reading it is not permitted.</exception>
    public static Stream Open(string path) => LengthOf(path) == 0
        ? Stream.Null
        : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1);

    /// <summary>The bytes of a file.</summary>
    /// <inheritdoc cref="Open"/>
    public static byte[] ReadAllBytes(string path) => LengthOf(path) == 0 ? [] : File.ReadAllBytes(path);

    /// <summary>The text of a file.</summary>
    /// <inheritdoc cref="Open"/>
    public static string ReadAllText(string path) => LengthOf(path) == 0 ? "" : File.ReadAllText(path);

    /// <summary>The lines of a file.</summary>
    /// <inheritdoc cref="Open"/>
    public static string[] ReadAllLines(string path) => LengthOf(path) == 0 ? [] : File.ReadAllLines(path);

    /// <summary>The bytes of a file; 0 for a FIFO or a device, null where there is no file.</summary>
    /// <param name="path">The file, or a link to it.</param>
    public static long? LengthOf(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            // Files are opened by their full path: a/../b is b then, even where there is no a. Links are resolved by the path as it is.
            string full = Path.GetFullPath(path);
            var file = (FileInfo?)File.ResolveLinkTarget(full, returnFinalTarget: true) ?? new FileInfo(full);
            return file.Exists && !Directory.Exists(file.FullName) ? file.Length : null;
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}
