using System.Runtime.InteropServices;

namespace ILGpuAutoencoders.Engine;

/// <summary>The disk that files are written through.</summary>
public static class Disk
{
    private static readonly AsyncLocal<IDisk?> s_substitute = new();

    /// <summary>The operating system's disk, unless a test has replaced it.</summary>
    public static IDisk Current => s_substitute.Value ?? SystemDisk.Instance;

    /// <summary>A replacement for the operating system's disk in this thread and those it starts; null for none.</summary>
    internal static IDisk? Substitute
    {
        set => s_substitute.Value = value;
    }
}

/// <summary>The operating system's disk.</summary>
internal sealed partial class SystemDisk : IDisk
{
    private const int InvalidArgument = 22, ReadOnlyFileSystem = 30, NotSupportedOnLinux = 95, NotSupportedOnMac = 45;

    internal static SystemDisk Instance { get; } = new();

    // Opening what is there would follow a link that somebody put in its place.
    public Stream Create(string path)
    {
        File.Delete(path);
        return new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
    }

    public Stream Open(string path) => new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);

    public void Synchronize(Stream file) => ((FileStream)file).Flush(flushToDisk: true);

    public void Move(string from, string to)
    {
        if (Directory.Exists(from))
        {
            Directory.Move(from, to);
        }
        else
        {
            File.Move(from, to, overwrite: true);
        }
    }

    public void Delete(string path) => File.Delete(path);

    // Windows has no such call and does not need one. Some file systems refuse it, which does not harm the content of the files.
    public void SynchronizeFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        int descriptor = Open(folder, 0);
        int error = descriptor < 0 ? Marshal.GetLastPInvokeError() : 0;
        if (descriptor >= 0)
        {
            error = Synchronize(descriptor) < 0 ? Marshal.GetLastPInvokeError() : 0;
            _ = Close(descriptor);
        }

        if (error is not (0 or InvalidArgument or ReadOnlyFileSystem or NotSupportedOnLinux or NotSupportedOnMac))
        {
            throw new IOException($"{Marshal.GetPInvokeErrorMessage(error)} : '{folder}'", error);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Synchronize(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
