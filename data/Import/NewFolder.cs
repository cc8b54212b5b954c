namespace ILGpuAutoencoders.Data.Import;

/// <summary>
/// A folder that appears completely or not at all. If it is missing, it is created under a temporary name and renamed; if it exists and
/// is empty (perhaps a mounted volume, a link to a folder, or one with a special mode), it is kept, and its contents are renamed into it.
/// </summary>
internal sealed class NewFolder : IDisposable
{
    private readonly string _folder, _partial;
    private readonly bool _isThere;
    private bool _isComplete;

    /// <summary>Begins.</summary>
    /// <param name="path">The folder; missing or empty.</param>
    /// <exception cref="DataSetException">What an earlier process left behind is in the way.</exception>
    internal NewFolder(string path)
    {
        _folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        _isThere = Directory.Exists(_folder);
        _partial = _isThere ? Path.Combine(_folder, ".partial") : _folder + ".partial";
        if (Path.Exists(_partial))
        {
            throw new DataSetException(
                $"'{_partial}' exists, perhaps left by an import that was killed: remove it, or name another folder.");
        }
        Directory.CreateDirectory(_partial);
    }

    /// <summary>Writes a file.</summary>
    /// <param name="name">Its path below the folder; it must be new.</param>
    /// <param name="content">Its bytes.</param>
    /// <param name="cancellation">Stops the copying.</param>
    internal void Write(string name, Stream content, CancellationToken cancellation)
    {
        string path = Path.Combine(_partial, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var file = new FileStream(path, FileMode.CreateNew);
        byte[] buffer = new byte[1 << 16];
        while (content.Read(buffer) is > 0 and int got)
        {
            cancellation.ThrowIfCancellationRequested();
            file.Write(buffer, 0, got);
        }
    }

    /// <summary>Moves everything into place.</summary>
    internal void Complete()
    {
        if (_isThere)
        {
            foreach (string inner in Directory.GetDirectories(_partial))
            {
                Directory.Move(inner, Path.Combine(_folder, Path.GetFileName(inner)));
            }
            Directory.Delete(_partial);
        }
        else
        {
            Directory.Move(_partial, _folder);
        }
        _isComplete = true;
    }

    /// <summary>Removes what was written, unless it is complete.</summary>
    public void Dispose()
    {
        if (!_isComplete && Directory.Exists(_partial))
        {
            Directory.Delete(_partial, recursive: true);
        }
    }
}
