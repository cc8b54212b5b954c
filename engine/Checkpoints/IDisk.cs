namespace ILGpuAutoencoders.Engine;

/// <summary>
/// The operating system's calls that write checkpoints and the files of a run. All of them throw an <see cref="IOException"/> or
/// <see cref="UnauthorizedAccessException"/> on failure.
/// </summary>
public interface IDisk
{
    /// <summary>
    /// Creates a file in place of an existing one; it follows no link. The stream is unbuffered: what is written to it goes to the
    /// operating system at once.
    /// </summary>
    Stream Create(string path);

    /// <summary>
    /// Opens or creates a file to read it and append to it. The stream is unbuffered: what is written to it goes to the operating system
    /// at once.
    /// </summary>
    Stream Open(string path);

    /// <summary>Waits until what was written to a file is on the disk.</summary>
    /// <param name="file">From <see cref="Create"/> or <see cref="Open"/>.</param>
    void Synchronize(Stream file);

    /// <summary>Renames a file, replacing any file of the new name, or renames a folder to a name that is not taken.</summary>
    void Move(string from, string to);

    /// <summary>Deletes a file if it exists.</summary>
    void Delete(string path);

    /// <summary>Waits until a folder's directory entries are on the disk.</summary>
    void SynchronizeFolder(string folder);
}
