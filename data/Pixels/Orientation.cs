using System.Runtime.Intrinsics;

namespace ILGpuAutoencoders.Data.Pixels;

/// <summary>Turns decoded RGBA into upright RGB over black.</summary>
internal static class Orientation
{
    private const int Vector = 16;

    // Red, green and blue of four pixels side by side; 255 gives zeros, which the next vector overwrites.
    private static readonly Vector128<byte> s_colours =
        Vector128.Create((byte)0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 255, 255, 255, 255);

    /// <param name="rgba">Rows as stored in the file, four bytes per pixel, alpha not premultiplied.</param>
    /// <param name="width">Stored columns.</param>
    /// <param name="height">Stored rows.</param>
    /// <param name="exif">EXIF tag 0x0112: 1 upright, 2 mirrored, 3 by 180, 4 flipped, 5 transposed, 6 by 90 clockwise, 7 transversed,
    /// 8 by 270.</param>
    /// <param name="opaque">Whether alpha is 255 throughout.</param>
    internal static Picture Apply(ReadOnlySpan<byte> rgba, int width, int height, int exif, bool opaque)
    {
        byte[] rgb = GC.AllocateUninitializedArray<byte>(3 * width * height);
        if (exif is < 2 or > 8)
        {
            if (opaque)
            {
                CopyColours(rgba, rgb);
            }
            else
            {
                CopyRow(rgba, rgb, 0, 1, width * height, opaque);
            }

            return new Picture(width, height, rgb);
        }
        bool swap = exif >= 5;
        int outWidth = swap ? height : width, outHeight = swap ? width : height;
        bool fromRight = exif is 2 or 3 or 7 or 8, fromBottom = exif is 3 or 4 or 6 or 7;
        int alongX = fromRight ? -1 : 1, alongY = fromBottom ? -width : width;
        int origin = (fromRight ? width - 1 : 0) + (fromBottom ? (height - 1) * width : 0);
        for (int y = 0; y < outHeight; y++)
        {
            int start = origin + y * (swap ? alongX : alongY);
            CopyRow(rgba, rgb.AsSpan(3 * y * outWidth), start, swap ? alongY : alongX, outWidth, opaque);
        }
        return new Picture(outWidth, outHeight, rgb);
    }

    private static void CopyColours(ReadOnlySpan<byte> rgba, Span<byte> rgb)
    {
        int from = 0, to = 0;
        for (; to + Vector <= rgb.Length; from += Vector, to += 12)
        {
            Vector128.Shuffle(Vector128.Create(rgba.Slice(from, Vector)), s_colours).CopyTo(rgb[to..]);
        }

        CopyRow(rgba, rgb[to..], from / 4, 1, (rgb.Length - to) / 3, opaque: true);
    }

    private static void CopyRow(ReadOnlySpan<byte> rgba, Span<byte> rgb, int start, int step, int count, bool opaque)
    {
        for (int i = 0, from = 4 * start; i < 3 * count; i += 3, from += 4 * step)
        {
            var pixel = rgba.Slice(from, 4);
            int alpha = opaque ? 255 : pixel[3];
            rgb[i] = Over(pixel[0], alpha);
            rgb[i + 1] = Over(pixel[1], alpha);
            rgb[i + 2] = Over(pixel[2], alpha);
        }
    }

    private static byte Over(int value, int alpha) => (byte)(alpha == 255 ? value : (value * alpha + 127) / 255);
}
