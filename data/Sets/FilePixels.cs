using System.IO.Hashing;
using ILGpuAutoencoders.Data.Pixels;
using Microsoft.Win32.SafeHandles;

namespace ILGpuAutoencoders.Data.Sets;

/// <summary>
/// Pixels that stay in a file and are read picture by picture, each compared with its hash: whoever cuts or changes the file meanwhile
/// causes an error, never other pixels.
/// </summary>
/// <param name="path">The file's name, for errors.</param>
/// <param name="file">The file, open: it stays readable when it is removed or replaced.</param>
/// <param name="length">Bytes of a picture.</param>
/// <param name="hashes">XXH3 of the pixels in each slot.</param>
internal sealed class FilePixels(string path, SafeFileHandle file, int length, ulong[] hashes) : PixelStore(length)
{
    internal override ReadOnlySpan<byte> Read(int slot, Span<byte> room)
    {
        var pixels = room[..Length];
        try
        {
            return TryRead(slot, pixels)
                ? pixels
                : throw new DataSetException(
                    $"The cached pixels in '{path}' were changed by another program while they were in use: start or resume again, and "
                    + "they are made anew.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataSetException(
                $"The cached pixels in '{path}' cannot be read any more ({error.Message}): check the disk, then start or resume again.",
                error);
        }
    }

    /// <summary>Fills a span with the pixels in a slot.</summary>
    /// <returns>Whether they are those that were stored.</returns>
    internal bool TryRead(int slot, Span<byte> pixels) =>
        FileRead.Fill(file, pixels, PixelTable.OffsetOf(slot, Length)) == Length && XxHash3.HashToUInt64(pixels) == hashes[slot];
}
