namespace ILGpuAutoencoders.Data;

/// <summary>An 8-bit RGB picture.</summary>
public sealed class Picture
{
    /// <summary>A picture over the given pixels.</summary>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="pixels">Rows from the top, three bytes per pixel (R, G, B): height x width x 3. Kept, not copied.</param>
    /// <exception cref="ArgumentException">The number of bytes is not height x width x 3.</exception>
    public Picture(int width, int height, byte[] pixels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentNullException.ThrowIfNull(pixels);
        if (pixels.LongLength != 3L * width * height)
        {
            throw new ArgumentException(
                $"Picture: {width}x{height} RGB is {3L * width * height} bytes, got {pixels.LongLength}.", nameof(pixels));
        }
        Width = width;
        Height = height;
        Bytes = pixels;
    }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Rows from the top, three bytes per pixel (R, G, B).</summary>
    public ReadOnlySpan<byte> Pixels => Bytes;

    internal byte[] Bytes { get; }
}
