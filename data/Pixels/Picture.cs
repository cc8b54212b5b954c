namespace ILGpuAutoencoders.Data;

/// <summary>An 8-bit picture, in RGB or in grey.</summary>
public sealed class Picture
{
    /// <summary>A picture over the given pixels.</summary>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="pixels">Rows from the top, three bytes per pixel (R, G, B), or one of a grey picture. Kept, not copied.</param>
    /// <exception cref="ArgumentException">The number of bytes is neither height x width x 3 nor height x width.</exception>
    public Picture(int width, int height, byte[] pixels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentNullException.ThrowIfNull(pixels);
        long count = (long)width * height;
        if (pixels.LongLength != PictureShape.Rgb * count && pixels.LongLength != count)
        {
            throw new ArgumentException(
                $"Picture: {width}x{height} RGB is {PictureShape.Rgb * count} bytes, grey {count}, got {pixels.LongLength}.",
                nameof(pixels));
        }
        Width = width;
        Height = height;
        Channels = (int)(pixels.LongLength / count);
        Bytes = pixels;
    }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Bytes of a pixel: 3 for RGB, 1 for grey.</summary>
    public int Channels { get; }

    /// <summary>Size and channels.</summary>
    public PictureShape Shape => new(Width, Height, Channels);

    /// <summary>Rows from the top, three bytes per pixel (R, G, B), or one of a grey picture.</summary>
    public ReadOnlySpan<byte> Pixels => Bytes;

    internal byte[] Bytes { get; }
}
