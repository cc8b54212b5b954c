namespace ILGpuAutoencoders.Engine.Ops.Convolution.Simd;

/// <summary>
/// Pictures with a border of zeros, so that a patch is read without bounds checks: [Y.Padded, X.Padded, Pitch]. Of a pixel's Pitch floats
/// the first Channels are used.
/// </summary>
/// <param name="Y">Rows.</param>
/// <param name="X">Columns.</param>
/// <param name="Channels">Channels of the picture.</param>
/// <param name="Pitch">Floats from pixel to pixel.</param>
internal readonly record struct Padding(Margin Y, Margin X, int Channels, int Pitch)
{
    /// <summary>Floats of one padded picture.</summary>
    internal int Length => Y.Padded * X.Padded * Pitch;

    /// <summary>Floats between neighbours in a column.</summary>
    internal int RowStep => X.Padded * Pitch;

    /// <summary>The image side of a convolution, padded so that every patch is inside.</summary>
    internal static Padding ForPatches(in ConvShape s, int pitch) => new(Margin.ForPatches(s.Y), Margin.ForPatches(s.X), s.C, pitch);

    /// <summary>Copies picture <paramref name="index"/> of <paramref name="pictures"/> into its padded form.</summary>
    internal unsafe void Copy(float* pictures, int index, float* padded)
    {
        float* picture = pictures + ((long)index * Y.Side * X.Side * Channels);
        int left = X.Before * Pitch, right = X.After * Pitch;
        new Span<float>(padded, Y.Before * RowStep).Clear();
        for (int row = 0; row < Y.Kept; row++)
        {
            float* to = padded + ((Y.Before + row) * RowStep);
            new Span<float>(to, left).Clear();
            CopyPixels(picture + (row * X.Side * Channels), to + left);
            new Span<float>(to + RowStep - right, right).Clear();
        }

        new Span<float>(padded + Length - (Y.After * RowStep), Y.After * RowStep).Clear();
    }

    private unsafe void CopyPixels(float* from, float* to)
    {
        if (Pitch == Channels)
        {
            new ReadOnlySpan<float>(from, X.Kept * Channels).CopyTo(new Span<float>(to, X.Kept * Channels));
            return;
        }

        for (int i = 0; i < X.Kept; i++)
        {
            new ReadOnlySpan<float>(from + (i * Channels), Channels).CopyTo(new Span<float>(to + (i * Pitch), Channels));
        }
    }
}
