using ILGpuAutoencoders.Data;

namespace ILGpuAutoencoders.Models;

/// <summary>Some pictures of a set.</summary>
internal static class PictureSubset
{
    /// <summary>Pictures evenly spread over a set, in its order: the same ones each time; all of a smaller set.</summary>
    internal static PixelSet Spread(PixelSet pictures, int count)
    {
        count = Math.Min(count, pictures.Count);
        int[] chosen = [.. Enumerable.Range(0, count).Select(i => (int)((long)i * pictures.Count / count))];
        var pixels = new byte[count * pictures.ImageLength];
        for (int i = 0; i < count; i++)
        {
            pictures.Image(chosen[i]).CopyTo(pixels.AsSpan(i * pictures.ImageLength));
        }

        return new PixelSet(pictures.Size, [.. chosen.Select(i => pictures.Entries[i].Path)], pixels);
    }
}
