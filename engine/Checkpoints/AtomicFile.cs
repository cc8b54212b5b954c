using System.Runtime.InteropServices;

namespace ILGpuAutoencoders.Engine;

/// <summary>Writes files so that a crash or a power cut leaves either the old content or the new, never a part.</summary>
public static partial class AtomicFile
{
    /// <summary>What the name of a file ends with until it is complete.</summary>
    public const string TemporarySuffix = ".tmp";

    /// <summary>Writes a file beside its place, waits for the disk, and renames it into place.</summary>
    /// <param name="path">Where the file shall be; its folder must exist.</param>
    /// <param name="write">Writes the content. If it throws, the file stays as it was.</param>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        string target = Path.GetFullPath(path), temporary = target + TemporarySuffix;
        try
        {
            using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1 << 16))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }

        SynchronizeFolder(Path.GetDirectoryName(target)!);
    }

    /// <summary>Until the folder itself is on the disk, a power cut can undo the rename; Windows has no such call and needs none.</summary>
    private static void SynchronizeFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        int descriptor = Open(folder, 0);
        if (descriptor >= 0)
        {
            // Some file systems refuse to synchronise folders: the file is complete all the same.
            _ = Synchronize(descriptor);
            _ = Close(descriptor);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int Synchronize(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
