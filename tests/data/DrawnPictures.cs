using ILGpuAutoencoders.Data;
using SkiaSharp;

namespace ILGpuAutoencoders.Tests.Data;

internal static class DrawnPictures
{
    public static Picture Random(int width, int height, int seed = 1)
    {
        byte[] pixels = new byte[3 * width * height];
        new System.Random(seed).NextBytes(pixels);
        return new Picture(width, height, pixels);
    }

    /// <summary>Red grows with x, green with y.</summary>
    public static Picture Gradient(int width, int height)
    {
        byte[] pixels = new byte[3 * width * height];
        for (int i = 0; i < width * height; i++)
        {
            pixels[3 * i] = (byte)(255 * (i % width) / Math.Max(1, width - 1));
            pixels[3 * i + 1] = (byte)(255 * (i / width) / Math.Max(1, height - 1));
        }
        return new Picture(width, height, pixels);
    }

    public static byte[] Encode(Picture picture, SKEncodedImageFormat format, int quality = 90)
    {
        using var bitmap = new SKBitmap(picture.Width, picture.Height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        for (int i = 0; i < picture.Width * picture.Height; i++)
        {
            var p = picture.Pixels.Slice(3 * i, 3);
            bitmap.SetPixel(i % picture.Width, i / picture.Width, new SKColor(p[0], p[1], p[2]));
        }
        using var data = bitmap.Encode(format, quality);
        return data.ToArray();
    }

    public static byte[] Jpeg(int width = 40, int height = 30) => Encode(Gradient(width, height), SKEncodedImageFormat.Jpeg);

    /// <summary>Adds an APP1 segment that holds an EXIF orientation.</summary>
    public static byte[] WithOrientation(byte[] jpeg, byte orientation)
    {
        byte[] exif =
        [
            0xFF, 0xE1, 0, 34, .. "Exif"u8, 0, 0, .. "MM"u8, 0, 42, 0, 0, 0, 8,
            0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0,
        ];
        return [.. jpeg[..2], .. exif, .. jpeg[2..]];
    }
}
