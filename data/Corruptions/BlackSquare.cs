namespace ILGpuAutoencoders.Data.Corruptions;

/// <summary>A square that hides a part of the picture.</summary>
internal static class BlackSquare
{
    /// <summary>Sets a square covering a fraction s of the area to 0, at a random place.</summary>
    internal static void Apply(Span<float> values, in CorruptionDraw draw)
    {
        (uint x, uint y, _, _) = draw.Words(0);
        Apply(values, draw.Shape, draw.Factor, x, y);
    }

    /// <summary>Sets a square covering a share of the area to 0, at a place that two random words give.</summary>
    internal static void Apply(Span<float> values, PictureShape shape, float share, uint x, uint y)
    {
        int width = shape.Width, height = shape.Height, channels = shape.Channels;
        int wanted = (int)MathF.Round(MathF.Sqrt(width * (float)height) * MathF.Sqrt(share));
        int side = Math.Min(Math.Min(width, height), wanted);
        int left = (int)((ulong)x * (uint)(width - side + 1) >> 32), top = (int)((ulong)y * (uint)(height - side + 1) >> 32);
        for (int row = top; row < top + side; row++)
        {
            values.Slice(channels * (row * width + left), channels * side).Clear();
        }
    }
}
