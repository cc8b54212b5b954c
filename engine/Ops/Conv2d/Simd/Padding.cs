namespace ILGpuAutoencoders.Engine;

/// <summary>
/// Pictures with a border of zeros, so that a patch is read without looking where the picture ends: [Height, Width, Channels],
/// with the picture's rows from <see cref="Top"/> and columns from <see cref="Left"/> on, cut off where they do not fit.
/// </summary>
internal readonly record struct Padding(int H, int W, int Channels, int Top, int Left, int Height, int Width)
{
    /// <summary>Floats of one padded picture.</summary>
    internal int Length => Height * Width * Channels;

    /// <summary>Floats between neighbours in a column.</summary>
    internal int RowStep => Width * Channels;

    /// <summary>Copies one picture of [H, W, Channels] into its padded form.</summary>
    internal unsafe void Copy(float* picture, float* padded)
    {
        int top = Math.Min(Top, Height), left = Math.Min(Left, Width) * Channels;
        int rows = Math.Min(H, Height - top), columns = Math.Min(W * Channels, RowStep - left), right = RowStep - left - columns;
        new Span<float>(padded, top * RowStep).Clear();
        for (int row = 0; row < rows; row++)
        {
            float* to = padded + ((top + row) * RowStep);
            new Span<float>(to, left).Clear();
            new ReadOnlySpan<float>(picture + (row * W * Channels), columns).CopyTo(new Span<float>(to + left, columns));
            new Span<float>(to + left + columns, right).Clear();
        }

        new Span<float>(padded + ((top + rows) * RowStep), (Height - top - rows) * RowStep).Clear();
    }
}
