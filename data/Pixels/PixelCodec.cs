using System.Buffers;
using ILGpuAutoencoders.Data.Pixels;
using ILGpuAutoencoders.Engine;
using SkiaSharp;

namespace ILGpuAutoencoders.Data;

/// <summary>Decodes pictures to RGB, recognising formats by their first bytes, and encodes PNG, JPEG and WebP in RGB or grey.</summary>
/// <remarks>
/// EXIF orientation is applied, grey is repeated, alpha is composited over black, colour profiles are not applied: the bytes are those
/// that libjpeg-turbo or libpng give. A bad file is a result with a reason, never an exception.
/// </remarks>
public static class PixelCodec
{
    /// <summary>The most pixels a file may claim in its header unless set otherwise: 50 million (and 65,535 per side).</summary>
    public const long MaxPixels = 50_000_000;

    /// <summary>The highest value of that limit: 500 million, the most that fits one array of RGBA.</summary>
    public const long MostPixels = 500_000_000;

    /// <summary>The largest file that is read, in bytes.</summary>
    internal const int MaxFileBytes = 512 << 20;

    private static readonly SKPngEncoderOptions s_png = new(SKPngEncoderFilterFlags.AllFilters, 2);

    private static readonly string s_noPicture = $"not a {PictureFormat.Names} file";

    /// <summary>Decodes a file. Anything but a plain file, such as a FIFO, counts as bad and is not opened.</summary>
    /// <param name="path">The file to read, or a link to it.</param>
    /// <param name="maxPixels">The most pixels it may claim in its header, up to <see cref="MostPixels"/>.</param>
    public static DecodeResult DecodeFile(string path, long maxPixels = MaxPixels)
    {
        byte[]? buffer = null;
        try
        {
            // FIFOs and devices have length 0, and opening a FIFO would block for ever.
            if (!PlainFile.HasContent(path) && File.Exists(path))
            {
                return DecodeResult.Bad("the file is empty");
            }
            using var handle = File.OpenHandle(path, options: FileOptions.SequentialScan);
            long length = RandomAccess.GetLength(handle);
            if (length > MaxFileBytes)
            {
                return DecodeResult.Bad($"the file has {length >> 20} MB, above the limit of {MaxFileBytes >> 20} MB");
            }
            Span<byte> start = stackalloc byte[PictureFormat.DetectedBytes];
            if (PictureFormat.Detect(start[..FileRead.Fill(handle, start, 0)]) is null)
            {
                return DecodeResult.Bad(s_noPicture);
            }
            buffer = ArrayPool<byte>.Shared.Rent((int)length);
            return Decode(buffer.AsSpan(0, FileRead.Fill(handle, buffer.AsSpan(0, (int)length), 0)), maxPixels);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return DecodeResult.Bad(error is FileNotFoundException or DirectoryNotFoundException
                ? "the file no longer exists"
                : $"the file cannot be read ({error.GetType().Name})");
        }
        finally
        {
            if (buffer is not null)
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }

    /// <summary>Decodes the bytes of a file.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="maxPixels">The most pixels it may claim in its header, up to <see cref="MostPixels"/>.</param>
    public static DecodeResult Decode(ReadOnlySpan<byte> file, long maxPixels = MaxPixels)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxPixels, MostPixels);
        if (file.IsEmpty)
        {
            return DecodeResult.Bad("the file is empty");
        }
        if (PictureFormat.Detect(file) is not { } format)
        {
            return DecodeResult.Bad(s_noPicture);
        }
        if (!format.IsComplete(file))
        {
            return DecodeResult.Bad("the file is cut short");
        }
        return format.Decode(file, maxPixels);
    }

    /// <summary>A picture as the bytes of a PNG file.</summary>
    /// <remarks>Deflated at level 2 of 9: level 6, Skia's own choice, takes 2.5 times as long for files that are 8% smaller.</remarks>
    /// <param name="picture">The picture.</param>
    public static byte[] EncodePng(Picture picture) => Encode(picture, pixmap => pixmap.Encode(s_png));

    /// <summary>A picture as the bytes of a JPEG file, colour at half the resolution.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="quality">0 to 100.</param>
    public static byte[] EncodeJpeg(Picture picture, int quality)
    {
        RequireQuality(quality);
        return Encode(picture, pixmap => pixmap.Encode(new SKJpegEncoderOptions(quality)));
    }

    /// <summary>A picture as the bytes of a WebP file with loss.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="quality">0 to 100.</param>
    public static byte[] EncodeWebp(Picture picture, int quality)
    {
        RequireQuality(quality);
        return Encode(picture, pixmap => pixmap.Encode(new SKWebpEncoderOptions(SKWebpEncoderCompression.Lossy, quality)));
    }

    /// <summary>Writes a picture as a PNG file, replacing any existing one.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="path">The file to write; its folder must exist.</param>
    /// <exception cref="IOException">The disk is full or fails; an earlier file is as it was.</exception>
    public static void SavePng(Picture picture, string path)
    {
        byte[] png = EncodePng(picture);
        AtomicFile.Write(path, stream => stream.Write(png), isDurable: false);
    }

    private static void RequireQuality(int quality)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(quality);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quality, 100);
    }

    private static byte[] Encode(Picture picture, Func<SKPixmap, SKData?> encode)
    {
        ArgumentNullException.ThrowIfNull(picture);
        if (picture.Channels == PictureShape.Grey)
        {
            return Encode(picture.Bytes, picture, SKColorType.Gray8, encode);
        }
        int count = picture.Width * picture.Height;
        byte[] rgba = GC.AllocateUninitializedArray<byte>(4 * count);
        var rgb = picture.Pixels;
        for (int i = 0; i < count; i++)
        {
            rgba[4 * i] = rgb[3 * i];
            rgba[4 * i + 1] = rgb[3 * i + 1];
            rgba[4 * i + 2] = rgb[3 * i + 2];
            rgba[4 * i + 3] = 255;
        }
        return Encode(rgba, picture, SKColorType.Rgba8888, encode);
    }

    private static unsafe byte[] Encode(byte[] values, Picture picture, SKColorType type, Func<SKPixmap, SKData?> encode)
    {
        fixed (byte* pixels = values)
        {
            var info = new SKImageInfo(picture.Width, picture.Height, type, SKAlphaType.Opaque);
            using var pixmap = new SKPixmap(info, (IntPtr)pixels);
            using var data = encode(pixmap)
                ?? throw new InvalidOperationException($"PixelCodec: a picture of {picture.Width}x{picture.Height} cannot be encoded.");
            return data.ToArray();
        }
    }
}
