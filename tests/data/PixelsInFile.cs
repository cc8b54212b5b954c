using System.IO.Hashing;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Data.Sets;

namespace ILGpuAutoencoders.Tests.Data;

internal static class PixelsInFile
{
    /// <summary>The same pictures, as those of a large part are: in a file.</summary>
    internal static PixelSet Of(PixelSet pictures, string path)
    {
        ulong[] hashes = [.. Enumerable.Range(0, pictures.Count).Select(i => XxHash3.HashToUInt64(pictures.Image(i)))];
        using (var stream = File.Create(path))
        {
            stream.Position = PixelTable.OffsetOf(0, pictures.ImageLength);
            pictures.WriteTo(stream);
        }

        return new PixelSet(
            pictures.Shape, pictures.Entries, new FilePixels(path, File.OpenHandle(path), pictures.ImageLength, hashes), null, []);
    }
}
