namespace ILGpuAutoencoders.Engine;

/// <summary>
/// The calls by which checkpoints and files of a run come to be, as the operating system does them. All of them throw an
/// <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/> where they fail.
/// </summary>
public interface IDisk
{
    /// <summary>
    /// Makes a file, or empties the one that is there. What is written to the stream goes to the operating system at once.
    /// </summary>
    Stream Create(string path);

    /// <summary>
    /// Opens a file, or makes one, to read it and write on. What is written to the stream goes to the operating system at once.
    /// </summary>
    Stream Open(string path);

    /// <summary>Waits until what was written to a file is on the disk.</summary>
    /// <param name="file">From <see cref="Create"/> or <see cref="Open"/>.</param>
    void Synchronize(Stream file);

    /// <summary>Gives a file another name, in place of a file that has it, or a folder a name that nothing has.</summary>
    void Move(string from, string to);

    /// <summary>Removes a file, if it is there.</summary>
    void Delete(string path);

    /// <summary>Waits until the names in a folder are on the disk.</summary>
    void SynchronizeFolder(string folder);
}
