using System.Buffers;
using SkiaSharp;

namespace ILGpuAutoencoders.Data;

/// <summary>Decodes JPEG, PNG, WebP and BMP to RGB and encodes PNG and JPEG. The only type that sees SkiaSharp.</summary>
/// <remarks>
/// EXIF orientation is applied, grey is repeated, alpha is laid over black, colour profiles are not applied: the bytes are those that
/// libjpeg-turbo or libpng give. A bad file is a result with a reason, never an exception.
/// </remarks>
public static class PixelCodec
{
    /// <summary>The most pixels a file may claim in its header: 50 million (and 65,535 a side).</summary>
    public const long MaxPixels = 50_000_000;

    private const long MaxFileBytes = 512L << 20;

    /// <summary>Decodes a file.</summary>
    /// <param name="path">The file to read.</param>
    public static DecodeResult DecodeFile(string path)
    {
        byte[]? buffer = null;
        try
        {
            // A FIFO has length 0 and opening one would block for ever.
            long length = new FileInfo(path).Length;
            if (length == 0)
            {
                return DecodeResult.Bad("the file is empty");
            }
            if (length > MaxFileBytes)
            {
                return DecodeResult.Bad($"the file has {length >> 20} MB, above the limit of {MaxFileBytes >> 20} MB");
            }
            buffer = ArrayPool<byte>.Shared.Rent((int)length);
            using var handle = File.OpenHandle(path, options: FileOptions.SequentialScan);
            int read = 0;
            while (read < length && RandomAccess.Read(handle, buffer.AsSpan(read, (int)length - read), read) is > 0 and int got)
            {
                read += got;
            }
            return Decode(buffer.AsSpan(0, read));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return DecodeResult.Bad($"the file cannot be read ({error.GetType().Name})");
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
    public static DecodeResult Decode(ReadOnlySpan<byte> file)
    {
        if (file.IsEmpty)
        {
            return DecodeResult.Bad("the file is empty");
        }
        PictureFormat format = PictureFormats.Detect(file);
        if (format == PictureFormat.Unknown)
        {
            return DecodeResult.Bad("not a JPEG, PNG, WebP or BMP file");
        }
        if (!PictureFormats.IsComplete(format, file))
        {
            return DecodeResult.Bad("the file is cut short");
        }
        using SKData data = SKData.CreateCopy(file);
        using SKCodec? codec = SKCodec.Create(data);
        if (codec is null)
        {
            return DecodeResult.Bad("the header is damaged");
        }
        int width = codec.Info.Width, height = codec.Info.Height;
        if (width < 1 || height < 1)
        {
            return DecodeResult.Bad("the header is damaged");
        }
        if ((long)width * height > MaxPixels || Math.Max(width, height) > PixelResizer.MaxSide)
        {
            return DecodeResult.Bad($"{width}x{height} is above the limit of {MaxPixels / 1_000_000} million pixels, {PixelResizer.MaxSide} a side");
        }
        return DecodePixels(codec, width, height);
    }

    /// <summary>A picture as the bytes of a PNG file.</summary>
    /// <param name="picture">The picture.</param>
    public static byte[] EncodePng(Picture picture) => Encode(picture, pixmap => pixmap.Encode(SKPngEncoderOptions.Default));

    /// <summary>A picture as the bytes of a JPEG file, colour at half the resolution.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="quality">0 to 100.</param>
    public static byte[] EncodeJpeg(Picture picture, int quality)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(quality);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quality, 100);
        return Encode(picture, pixmap => pixmap.Encode(new SKJpegEncoderOptions(quality)));
    }

    /// <summary>Writes a picture as a PNG file, replacing one that is there.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="path">The file to write; its folder must exist.</param>
    public static void SavePng(Picture picture, string path) => File.WriteAllBytes(path, EncodePng(picture));

    private static unsafe byte[] Encode(Picture picture, Func<SKPixmap, SKData?> encode)
    {
        ArgumentNullException.ThrowIfNull(picture);
        int count = picture.Width * picture.Height;
        byte[] rgba = GC.AllocateUninitializedArray<byte>(4 * count);
        ReadOnlySpan<byte> rgb = picture.Pixels;
        for (int i = 0; i < count; i++)
        {
            rgba[4 * i] = rgb[3 * i];
            rgba[4 * i + 1] = rgb[3 * i + 1];
            rgba[4 * i + 2] = rgb[3 * i + 2];
            rgba[4 * i + 3] = 255;
        }
        fixed (byte* pixels = rgba)
        {
            var info = new SKImageInfo(picture.Width, picture.Height, SKColorType.Rgba8888, SKAlphaType.Opaque);
            using var pixmap = new SKPixmap(info, (IntPtr)pixels);
            using SKData data = encode(pixmap)
                ?? throw new InvalidOperationException($"PixelCodec: a picture of {picture.Width}x{picture.Height} cannot be encoded.");
            return data.ToArray();
        }
    }

    private static unsafe DecodeResult DecodePixels(SKCodec codec, int width, int height)
    {
        byte[] rgba = ArrayPool<byte>.Shared.Rent(4 * width * height);
        try
        {
            SKCodecResult result;
            fixed (byte* pixels = rgba)
            {
                // Without a colour space and unpremultiplied, or profiles and alpha would change the values.
                var info = new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul, null);
                result = codec.GetPixels(info, (IntPtr)pixels);
            }
            if (result != SKCodecResult.Success)
            {
                return DecodeResult.Bad(result == SKCodecResult.IncompleteInput ? "the file is cut short" : $"the pixels do not decode ({result})");
            }
            bool opaque = codec.Info.AlphaType == SKAlphaType.Opaque;
            return DecodeResult.Good(Orientation.Apply(rgba, width, height, (int)codec.EncodedOrigin, opaque));
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // SkiaSharp reports some native failures as a bare System.Exception.
            return DecodeResult.Bad($"the pixels do not decode ({error.Message})");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rgba);
        }
    }
}
