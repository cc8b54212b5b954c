using Microsoft.Win32.SafeHandles;

namespace ILGpuAutoencoders.Data.Pixels;

/// <summary>Reading of files by place.</summary>
internal static class FileRead
{
    /// <summary>Fills a destination, however many calls of the system that takes.</summary>
    /// <param name="file">The file.</param>
    /// <param name="destination">Where to.</param>
    /// <param name="offset">Where in the file to begin.</param>
    /// <returns>The bytes read: fewer than the destination holds where the file ends before.</returns>
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
