namespace ILGpuAutoencoders.Engine;

/// <summary>
/// The files that one call writes, together: unless it comes to its end, by <see cref="Keep"/>, all of them are removed again, with the
/// folders that were made for them. What is half done would stand in the way of the next call, which writes over nothing.
/// </summary>
/// <remarks>Threads may write different files at once.</remarks>
public sealed class NewFiles : IDisposable
{
    private readonly Lock _lock = new();
    private readonly List<string> _files = [], _folders = [];
    private bool _isKept;

    /// <summary>Makes a folder, and those around it, where they are missing.</summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="IOException">It cannot be made.</exception>
    public void MakeFolder(string path)
    {
        var missing = new List<string>();
        for (string? at = Path.GetFullPath(path); at is not null && !Directory.Exists(at); at = Path.GetDirectoryName(at))
        {
            missing.Add(at);
        }

        lock (_lock)
        {
            _folders.AddRange(Enumerable.Reverse(missing));
        }

        Directory.CreateDirectory(path);
    }

    /// <summary>Writes a file, whole or not at all.</summary>
    /// <param name="path">Where; its folder must exist.</param>
    /// <param name="write">Writes the content, and the same when it is called again.</param>
    /// <exception cref="IOException">The disk is full or fails.</exception>
    /// <exception cref="UnauthorizedAccessException">Writing there is not permitted.</exception>
    public void Write(string path, Action<Stream> write)
    {
        AtomicFile.Write(path, write, isDurable: false);
        lock (_lock)
        {
            _files.Add(Path.GetFullPath(path));
        }
    }

    /// <inheritdoc cref="Write(string, Action{Stream})"/>
    /// <param name="path">Where; its folder must exist.</param>
    /// <param name="bytes">All of it.</param>
    public void Write(string path, byte[] bytes) => Write(path, stream => stream.Write(bytes));

    /// <summary>What was written stays.</summary>
    public void Keep() => _isKept = true;

    /// <summary>Removes what was written, unless it is kept.</summary>
    public void Dispose()
    {
        if (_isKept)
        {
            return;
        }

        _files.ForEach(file => Try(() => File.Delete(file)));
        // Inner ones first; one that somebody put something into stays.
        Enumerable.Reverse(_folders).ToList().ForEach(folder => Try(() => Directory.Delete(folder)));
    }

    private static void Try(Action remove)
    {
        try
        {
            remove();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // What ended the call is the error to tell.
        }
    }
}
