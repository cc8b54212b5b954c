using System.Runtime.InteropServices;

namespace ILGpuAutoencoders.Data.Sets;

/// <summary>
/// What the system reports about a file without opening it, equal only if the file was not replaced or written to since. Length and
/// modification time do not suffice: archives and file stores give all files the same time, and uncompressed pictures all have the same
/// length.
/// </summary>
/// <param name="Length">Bytes; -1 if there is no file.</param>
/// <param name="Written">Modification time, which programs can set.</param>
/// <param name="Changed">On Linux the time of the last status change, which they cannot set; elsewhere the time of creation.</param>
/// <param name="Number">On Linux the inode; elsewhere 0.</param>
internal readonly partial record struct FileIdentity(long Length, long Written, long Changed, long Number)
{
    private const int CurrentFolder = -100, BasicStatistics = 0x7FF, BufferLength = 256;
    private const int InodeAt = 32, LengthAt = 40, ChangedAt = 96, WrittenAt = 112;

    private static bool s_hasNoStatx = !OperatingSystem.IsLinux();

    /// <summary>The identity of a file, or of a link's target.</summary>
    internal static FileIdentity Of(string path)
    {
        if (!s_hasNoStatx)
        {
            try
            {
                return OfLinux(path);
            }
            catch (EntryPointNotFoundException)
            {
                // A C library from before 2018.
                s_hasNoStatx = true;
            }
        }
        var info = new FileInfo(path);
        return info.Exists
            ? new FileIdentity(info.Length, info.LastWriteTimeUtc.Ticks, info.CreationTimeUtc.Ticks, 0)
            : new FileIdentity(-1, -1, -1, -1);
    }

    private static unsafe FileIdentity OfLinux(string path)
    {
        byte* buffer = stackalloc byte[BufferLength];
        return Statx(CurrentFolder, path, 0, BasicStatistics, buffer) == 0
            ? new FileIdentity(*(long*)(buffer + LengthAt), Time(buffer + WrittenAt), Time(buffer + ChangedAt), *(long*)(buffer + InodeAt))
            : new FileIdentity(-1, -1, -1, -1);
    }

    // Seconds, and nanoseconds as 32 bits.
    private static unsafe long Time(byte* at) => unchecked((*(long*)at * 1_000_000_000) + *(uint*)(at + sizeof(long)));

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int Statx(int folder, string path, int flags, uint mask, byte* buffer);
}
