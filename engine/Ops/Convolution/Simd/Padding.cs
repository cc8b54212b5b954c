namespace ILGpuAutoencoders.Engine.Ops.Convolution.Simd;

/// <summary>
/// Pictures with a border of zeros, so that a patch is read without looking where the picture ends: [Height, Width, Pitch],
/// with the picture's rows from Top and columns from Left on, cut off where they do not fit. Of the Pitch floats of
/// a pixel the first Channels are used.
/// </summary>
internal readonly record struct Padding(int H, int W, int Channels, int Top, int Left, int Height, int Width, int Pitch)
{
    /// <summary>Floats of one padded picture.</summary>
    internal int Length => Height * Width * Pitch;

    /// <summary>Floats between neighbours in a column.</summary>
    internal int RowStep => Width * Pitch;

    /// <summary>The image side of a convolution, so that every patch lies inside.</summary>
    internal static Padding ForPatches(in ConvShape s, int pitch) =>
        new(s.H, s.W, s.C, s.Padding, s.Padding, ((s.OutH - 1) * s.Stride) + s.KernelH, ((s.OutW - 1) * s.Stride) + s.KernelW, pitch);

    /// <summary>Copies picture <paramref name="index"/> of <paramref name="pictures"/>, each [H, W, Channels], into its padded form.</summary>
    internal unsafe void Copy(float* pictures, int index, float* padded)
    {
        float* picture = pictures + ((long)index * H * W * Channels);
        int top = Math.Min(Top, Height), left = Math.Min(Left, Width);
        int rows = Math.Min(H, Height - top), columns = Math.Min(W, Width - left);
        new Span<float>(padded, top * RowStep).Clear();
        for (int row = 0; row < rows; row++)
        {
            float* to = padded + ((top + row) * RowStep);
            new Span<float>(to, left * Pitch).Clear();
            CopyPixels(picture + (row * W * Channels), to + (left * Pitch), columns);
            new Span<float>(to + ((left + columns) * Pitch), (Width - left - columns) * Pitch).Clear();
        }

        new Span<float>(padded + ((top + rows) * RowStep), (Height - top - rows) * RowStep).Clear();
    }

    private unsafe void CopyPixels(float* from, float* to, int count)
    {
        if (Pitch == Channels)
        {
            new ReadOnlySpan<float>(from, count * Channels).CopyTo(new Span<float>(to, count * Channels));
            return;
        }

        for (int i = 0; i < count; i++)
        {
            new ReadOnlySpan<float>(from + (i * Channels), Channels).CopyTo(new Span<float>(to + (i * Pitch), Channels));
        }
    }
}
