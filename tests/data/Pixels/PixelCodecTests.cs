using System.Buffers.Binary;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Data.Pixels;
using ILGpuAutoencoders.Tests.Data.Hostile;
using SkiaSharp;

namespace ILGpuAutoencoders.Tests.Data.Pixels;

public class PixelCodecTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 13)]
    [InlineData(64, 64)]
    public void A_png_gives_the_same_bytes_back(int width, int height)
    {
        var picture = DrawnPictures.Random(width, height);
        var result = PixelCodec.Decode(PixelCodec.EncodePng(picture));
        Assert.True(result.IsGood, result.Problem);
        Assert.Equal((width, height), (result.Picture.Width, result.Picture.Height));
        Assert.True(picture.Pixels.SequenceEqual(result.Picture.Pixels));
    }

    [Theory]
    [InlineData(SKEncodedImageFormat.Jpeg)]
    [InlineData(SKEncodedImageFormat.Webp)]
    public void Lossy_formats_decode_close_to_the_original(SKEncodedImageFormat format)
    {
        var picture = DrawnPictures.Gradient(48, 32);
        var result = PixelCodec.Decode(DrawnPictures.Encode(picture, format));
        Assert.True(result.IsGood, result.Problem);
        double error = 0;
        for (int i = 0; i < picture.Pixels.Length; i++)
        {
            error += Math.Abs(picture.Pixels[i] - result.Picture.Pixels[i]);
        }
        Assert.True(error / picture.Pixels.Length < 6, $"mean error {error / picture.Pixels.Length}");
    }

    [Fact]
    public void A_bmp_decodes()
    {
        byte[] bmp = new byte[54 + 8];
        "BM"u8.CopyTo(bmp);
        BinaryPrimitives.WriteInt32LittleEndian(bmp.AsSpan(2), bmp.Length);
        BinaryPrimitives.WriteInt32LittleEndian(bmp.AsSpan(10), 54);
        BinaryPrimitives.WriteInt32LittleEndian(bmp.AsSpan(14), 40);
        BinaryPrimitives.WriteInt32LittleEndian(bmp.AsSpan(18), 2);
        BinaryPrimitives.WriteInt32LittleEndian(bmp.AsSpan(22), 1);
        bmp[26] = 1;
        bmp[28] = 24;
        new byte[] { 3, 2, 1, 6, 5, 4 }.CopyTo(bmp, 54);
        var result = PixelCodec.Decode(bmp);
        Assert.True(result.IsGood, result.Problem);
        Assert.Equal([1, 2, 3, 4, 5, 6], result.Picture.Pixels.ToArray());
    }

    [Fact]
    public void Grey_is_repeated_and_alpha_lies_over_black()
    {
        using var bitmap = new SKBitmap(2, 1, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        bitmap.SetPixel(0, 0, new SKColor(200, 100, 50, 128));
        bitmap.SetPixel(1, 0, new SKColor(200, 100, 50, 0));
        using var alpha = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        Assert.Equal([100, 50, 25, 0, 0, 0], PixelCodec.Decode(alpha.ToArray()).Picture!.Pixels.ToArray());

        using var grey = new SKBitmap(1, 1, SKColorType.Gray8, SKAlphaType.Opaque);
        Marshal(grey, 77);
        using var greyPng = grey.Encode(SKEncodedImageFormat.Png, 100);
        Assert.Equal([77, 77, 77], PixelCodec.Decode(greyPng.ToArray()).Picture!.Pixels.ToArray());

        static unsafe void Marshal(SKBitmap bitmap, byte value) => *(byte*)bitmap.GetPixels() = value;
    }

    [Fact]
    public void Opaque_pictures_of_every_small_size_come_back_from_png()
    {
        var random = new Random(1);
        for (int size = 0; size < 400; size++)
        {
            var (width, height) = (1 + (size % 20), 1 + (size / 20));
            byte[] pixels = new byte[3 * width * height];
            random.NextBytes(pixels);
            Assert.Equal(pixels, PixelCodec.Decode(PixelCodec.EncodePng(new Picture(width, height, pixels))).Picture!.Pixels.ToArray());
        }
    }

    // What an upright 3x2 gradient must show at its top left corner, by EXIF orientation of a picture stored 24x16.
    [Theory]
    [InlineData(1, 24, 16, 0, 0)]
    [InlineData(2, 24, 16, 1, 0)]
    [InlineData(3, 24, 16, 1, 1)]
    [InlineData(4, 24, 16, 0, 1)]
    [InlineData(5, 16, 24, 0, 0)]
    [InlineData(6, 16, 24, 0, 1)]
    [InlineData(7, 16, 24, 1, 1)]
    [InlineData(8, 16, 24, 1, 0)]
    public void Exif_orientation_is_applied(byte orientation, int width, int height, int red, int green)
    {
        byte[] jpeg = DrawnPictures.Encode(DrawnPictures.Gradient(24, 16), SKEncodedImageFormat.Jpeg, 100);
        var stored = PixelCodec.Decode(jpeg).Picture!;
        var upright = PixelCodec.Decode(DrawnPictures.WithOrientation(jpeg, orientation)).Picture!;
        Assert.Equal((width, height), (upright.Width, upright.Height));
        Assert.Equal(At(stored, red * 23, green * 15), At(upright, 0, 0));
        // One step along the first row tells a turn from a mirror image.
        (int x, int y) = orientation < 5 ? (red == 0 ? 1 : 22, green * 15) : (red * 23, green == 0 ? 1 : 14);
        Assert.Equal(At(stored, x, y), At(upright, 1, 0));

        static (byte, byte, byte) At(Picture p, int x, int y)
        {
            int i = 3 * (y * p.Width + x);
            return (p.Pixels[i], p.Pixels[i + 1], p.Pixels[i + 2]);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Exif_orientation_of_a_png_is_applied(bool isLittle)
    {
        var picture = DrawnPictures.Gradient(24, 16);
        int[] samples = [.. picture.Pixels.ToArray().Select(value => (int)value)];
        byte[] Exif(byte orientation) => isLittle
            ? [.. "II"u8, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0, 0, 0, 0, 0]
            : [.. "MM"u8, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0];
        Picture Decode(params byte[] exif) =>
            PixelCodec.Decode(PngFile.Encode(24, 16, 8, PngFile.Rgb, samples, chunks: ("eXIf", exif))).Picture!;
        var turned = Decode(Exif(6));
        Assert.Equal((16, 24), (turned.Width, turned.Height));
        Assert.Equal(picture.Pixels[(3 * 15 * 24)..][..3].ToArray(), turned.Pixels[..3].ToArray());
        foreach (byte[] nonsense in new[] { Exif(0), Exif(9), Exif(6)[..9], [], [1, 2, 3] })
        {
            Assert.Equal(picture.Pixels.ToArray(), Decode(nonsense).Pixels.ToArray());
        }
    }

    [Fact]
    public void Every_truncation_is_bad()
    {
        int cuts = 0;
        foreach (byte[] file in new[] { DrawnPictures.Jpeg(), PixelCodec.EncodePng(DrawnPictures.Random(20, 20)), ProgressiveJpeg.Bytes })
        {
            Assert.True(PixelCodec.Decode(file).IsGood);
            for (int length = 0; length < file.Length - 1; length++, cuts++)
            {
                Assert.False(PixelCodec.Decode(file.AsSpan(0, length)).IsGood, $"{length} of {file.Length} bytes");
            }
        }

        Assert.InRange(cuts, 2_000, 3_000);
    }

    [Fact]
    public void The_end_mark_of_an_embedded_thumbnail_does_not_count()
    {
        byte[] jpeg = DrawnPictures.Jpeg();
        byte[] thumbnail = [0xFF, 0xE1, 0, 6, 0xFF, 0xD8, 0xFF, 0xD9];
        byte[] file = [.. jpeg[..2], .. thumbnail, .. jpeg[2..]];
        Assert.True(new JpegFormat().IsComplete(file));
        Assert.False(new JpegFormat().IsComplete(file.AsSpan(0, file.Length - 2)));
    }

    [Fact]
    public void A_header_that_claims_too_much_is_refused_before_memory_is_taken()
    {
        byte[] png = PixelCodec.EncodePng(DrawnPictures.Random(2, 2));
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), 60_000);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(20), 60_000);
        BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(29), Crc(png.AsSpan(12, 17)));
        long before = GC.GetAllocatedBytesForCurrentThread();
        var result = PixelCodec.Decode(png);
        Assert.Contains("above the limit", result.Problem, StringComparison.Ordinal);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20);

        static uint Crc(ReadOnlySpan<byte> bytes)
        {
            uint crc = ~0u;
            foreach (byte b in bytes)
            {
                crc ^= b;
                for (int i = 0; i < 8; i++)
                {
                    crc = (crc >> 1) ^ (0xEDB88320u & (0u - (crc & 1)));
                }
            }
            return ~crc;
        }
    }

    [Fact]
    public void Damaged_files_never_throw()
    {
        var random = new System.Random(11);
        foreach (byte[] good in new[] { DrawnPictures.Jpeg(), PixelCodec.EncodePng(DrawnPictures.Random(20, 20)), ProgressiveJpeg.Bytes })
        {
            for (int i = 0; i < 300; i++)
            {
                byte[] file = [.. good];
                for (int change = random.Next(1, 8); change > 0; change--)
                {
                    file[random.Next(file.Length)] = (byte)random.Next(256);
                }
                var result = PixelCodec.Decode(file);
                Assert.True(result.IsGood != result.Problem is not null);
            }
        }
    }

    [Fact]
    public void Files_that_are_no_pictures_have_a_reason()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("empty", PixelCodec.DecodeFile(folder.Write("empty.jpg", [])).Problem, StringComparison.Ordinal);
        Assert.Contains(
            "not a JPEG", PixelCodec.DecodeFile(folder.Write("text.jpg", "hello"u8.ToArray())).Problem, StringComparison.Ordinal);
        Assert.Contains("the file no longer exists", PixelCodec.DecodeFile(folder.At("missing.jpg")).Problem, StringComparison.Ordinal);
        Assert.True(PixelCodec.DecodeFile(folder.Write("good.txt", DrawnPictures.Jpeg())).IsGood);
    }
}
