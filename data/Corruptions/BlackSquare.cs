namespace ILGpuAutoencoders.Data.Corruptions;

/// <summary>A square that hides a part of the picture.</summary>
internal static class BlackSquare
{
    /// <summary>Sets a square covering a fraction s of the area to 0, at a random place.</summary>
    internal static void Apply(Span<float> values, in CorruptionDraw draw)
    {
        int width = draw.Shape.Width, height = draw.Shape.Height, channels = draw.Shape.Channels;
        int wanted = (int)MathF.Round(MathF.Sqrt(width * (float)height) * MathF.Sqrt(draw.Factor));
        int side = Math.Min(Math.Min(width, height), wanted);
        (uint x, uint y, _, _) = draw.Words(0);
        int left = (int)((ulong)x * (uint)(width - side + 1) >> 32), top = (int)((ulong)y * (uint)(height - side + 1) >> 32);
        for (int row = top; row < top + side; row++)
        {
            values.Slice(channels * (row * width + left), channels * side).Clear();
        }
    }
}
