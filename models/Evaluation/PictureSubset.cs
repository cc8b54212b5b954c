using ILGpuAutoencoders.Data;

namespace ILGpuAutoencoders.Models.Evaluation;

/// <summary>Some pictures of a set.</summary>
internal static class PictureSubset
{
    /// <summary>Pictures evenly spread over a set, in its order: the same ones each time; all of a smaller set.</summary>
    internal static PixelSet Spread(PixelSet pictures, int count)
    {
        count = Math.Min(count, pictures.Count);
        return Of(pictures, [.. Enumerable.Range(0, count).Select(i => (int)((long)i * pictures.Count / count))]);
    }

    /// <summary>Pictures by their indices.</summary>
    internal static PixelSet Of(PixelSet pictures, int[] chosen)
    {
        byte[] pixels = new byte[chosen.Length * pictures.ImageLength];
        for (int i = 0; i < chosen.Length; i++)
        {
            var room = pixels.AsSpan(i * pictures.ImageLength, pictures.ImageLength);
            pictures.Image(chosen[i], room).CopyTo(room);
        }

        return new PixelSet(pictures.Shape, [.. chosen.Select(i => pictures.Entries[i].Path)], pixels);
    }
}
