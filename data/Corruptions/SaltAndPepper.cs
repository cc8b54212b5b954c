namespace ILGpuAutoencoders.Data.Corruptions;

/// <summary>Single pixels set to black or white.</summary>
internal static class SaltAndPepper
{
    /// <summary>Sets a fraction s of the pixels to 0 or 1, all channels alike.</summary>
    internal static void Apply(Span<float> values, in CorruptionDraw draw)
    {
        // Compared in 64 bits, so that s = 1 takes every pixel and s = 0 none.
        ulong threshold = (ulong)((double)draw.Factor * (1UL << 31));
        Span<uint> words = stackalloc uint[4];
        int channels = draw.Shape.Channels, pixels = values.Length / channels;
        for (int first = 0; first < pixels; first += 4)
        {
            (words[0], words[1], words[2], words[3]) = draw.Words((uint)first / 4);
            for (int i = 0; i < 4 && first + i < pixels; i++)
            {
                if (words[i] >> 1 < threshold)
                {
                    values.Slice(channels * (first + i), channels).Fill(words[i] & 1);
                }
            }
        }
    }
}
