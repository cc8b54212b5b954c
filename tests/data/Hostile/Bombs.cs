using System.Buffers.Binary;

namespace ILGpuAutoencoders.Tests.Data.Hostile;

/// <summary>Small files that claim, or unpack to, very much.</summary>
internal static class Bombs
{
    /// <summary>
    /// Name, bytes, and whether the file is refused; the others are harmless pictures with a bomb in what is not decoded.
    /// </summary>
    public static IEnumerable<(string Name, byte[] File, bool IsRefused)> All =>
    [
        ("png-60000x60000", PngFile.File(60_000, 60_000, 8, PngFile.Rgb, PngFile.Deflate(new byte[1000])), true),
        ("png-60000x60000-16-bit-interlaced",
            PngFile.File(60_000, 60_000, 16, PngFile.Rgba, PngFile.Deflate(new byte[1000]), interlaced: true), true),
        ("png-2147483647x1", PngFile.File(int.MaxValue, 1, 1, PngFile.Grey, PngFile.Deflate(new byte[1000])), true),
        ("png-text-of-100-MB",
            PngFile.Encode(2, 2, 8, PngFile.Grey, [1, 2, 3, 4], false, ("zTXt", [.. "c"u8, 0, 0, .. PngFile.Deflate(new byte[100 << 20])])),
            false),
        ("png-profile-of-100-MB",
            PngFile.Encode(2, 2, 8, PngFile.Rgb, new int[12], false, ("iCCP", [.. "p"u8, 0, 0, .. PngFile.Deflate(new byte[100 << 20])])),
            false),
        ("png-pixels-of-100-MB", PngFile.File(2, 2, 8, PngFile.Grey, PngFile.Deflate(new byte[100 << 20])), false),
        ("jpeg-65500x65500", Jpeg("Baseline", 65_500, 65_500), true),
        ("jpeg-65500x65500-progressive", Jpeg("Progressive", 65_500, 65_500), true),
        ("jpeg-20000-scans", Scans("Progressive", 20_000), true),
        ("jpeg-20000-scans-arithmetic", Scans("ArithmeticProgressive", 20_000), true),
        ("png-interlaced-without-pixels", PngFile.File(1, 1, 8, PngFile.Grey, PngFile.Deflate([]), interlaced: true), true),
        ("webp-16383x16383", WebP(), true),
        ("webp-lossless-16384x16384", LosslessWebP(), true),
        ("bmp-60000x60000", Bmp(60_000, 60_000, 24), true),
        ("bmp-65535x65535-rle", Bmp(65_535, 65_535, 8, compression: 1), true),
        ("bmp-pixels-at-2147483647", BmpFrom(int.MaxValue), true),
        ("bmp-pixels-at-4294967295", BmpFrom(-1), true),
    ];

    /// <summary>A progressive picture whose last scan comes again and again: each is a pass over all coefficients.</summary>
    /// <param name="seed">Its name in <see cref="EncodedPictures"/>.</param>
    /// <param name="scans">How often the last scan stands there.</param>
    internal static byte[] Scans(string seed, int scans)
    {
        byte[] file = EncodedPictures.All[seed];
        int last = file.AsSpan().LastIndexOf((ReadOnlySpan<byte>)[0xFF, 0xDA]), end = file.Length - 2;
        return [.. file[..last], .. Enumerable.Repeat(file[last..end], scans).SelectMany(scan => scan), .. file[end..]];
    }

    private static byte[] Jpeg(string seed, ushort width, ushort height)
    {
        byte[] file = [.. EncodedPictures.All[seed]];
        int frame = Enumerable.Range(0, file.Length - 1).First(i => file[i] == 0xFF && file[i + 1] is 0xC0 or 0xC2);
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(frame + 5), height);
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(frame + 7), width);
        return file;
    }

    private static byte[] WebP()
    {
        byte[] file = [.. EncodedPictures.All["LossyWebP"]];
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(26), 16_383);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(28), 16_383);
        return file;
    }

    private static byte[] LosslessWebP()
    {
        byte[] file = [.. EncodedPictures.All["LosslessWebP"]];
        int at = file.AsSpan().IndexOf("VP8L"u8) + 9;
        BinaryPrimitives.WriteUInt32LittleEndian(
            file.AsSpan(at), (BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at)) & 0xF000_0000) | 0x0FFF_FFFF);
        return file;
    }

    private static byte[] BmpFrom(int offset)
    {
        byte[] file = BmpFile.Encode(1, 1, 24, [], [1, 2, 3]);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(10), offset);
        return file;
    }

    private static byte[] Bmp(int width, int height, int bits, int compression = 0)
    {
        byte[] file = BmpFile.Encode(1, 1, bits, bits == 8 ? new byte[1024] : [], [1, 2, 3]);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(18), width);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(22), height);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(30), compression);
        return file;
    }
}
