using Microsoft.Win32.SafeHandles;

namespace ILGpuAutoencoders.Data.Pixels;

/// <summary>Positional reads of files.</summary>
internal static class FileRead
{
    /// <summary>Fills a destination, with as many system calls as needed.</summary>
    /// <param name="file">The file.</param>
    /// <param name="destination">Where to.</param>
    /// <param name="offset">Where in the file to begin.</param>
    /// <returns>The bytes read: fewer than the destination holds if the file ends first.</returns>
    internal static int Fill(SafeFileHandle file, Span<byte> destination, long offset)
    {
        int read = 0;
        while (read < destination.Length && RandomAccess.Read(file, destination[read..], offset + read) is > 0 and int got)
        {
            read += got;
        }
        return read;
    }
}
