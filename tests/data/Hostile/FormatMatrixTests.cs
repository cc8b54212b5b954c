using System.Security.Cryptography;
using ILGpuAutoencoders.Data;
using SkiaSharp;

namespace ILGpuAutoencoders.Tests.Data.Hostile;

/// <summary>What docs/pictures.md says becomes of each kind of file.</summary>
public class FormatMatrixTests
{
    private static readonly int[] s_samples = [.. Enumerable.Range(0, 4 * 13 * 9).Select(i => (i * 40503) & 0xFFFF)];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(16)]
    public void Grey_of_any_depth_is_spread_over_the_whole_range_and_16_bit_keep_the_upper_8(int depth)
    {
        int most = (1 << depth) - 1;
        int[] samples = [.. s_samples.Take(13 * 9).Select(s => s & most)];
        byte[] expected = [.. samples.Select(s => (byte)(depth == 16 ? s >> 8 : s * 255 / most))];

        AssertPixels(expected.SelectMany(v => new[] { v, v, v }), PngFile.Encode(13, 9, depth, PngFile.Grey, samples));
    }

    [Theory]
    [InlineData(8, false)]
    [InlineData(8, true)]
    [InlineData(16, false)]
    [InlineData(16, true)]
    public void Rgb_is_as_stored_interlaced_or_not(int depth, bool interlaced)
    {
        int[] samples = [.. s_samples.Take(3 * 13 * 9).Select(s => depth == 8 ? s >> 8 : s)];

        AssertPixels(samples.Select(s => (byte)(depth == 8 ? s : s >> 8)), PngFile.Encode(13, 9, depth, PngFile.Rgb, samples, interlaced));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    public void A_palette_is_looked_up_and_its_alpha_lies_over_black(int depth)
    {
        int colors = 1 << depth;
        byte[] palette = [.. Enumerable.Range(0, 3 * colors).Select(i => (byte)(i * 89))],
        alpha = [.. Enumerable.Range(0, colors).Select(i => (byte)(255 - (i * 3)))];
        int[] samples = [.. s_samples.Take(13 * 9).Select(s => s % colors)];

        AssertPixels(samples.SelectMany(s => palette[(3 * s)..(3 * s + 3)]),
            PngFile.Encode(13, 9, depth, PngFile.Palette, samples, false, ("PLTE", palette)));
        AssertPixels(
            samples.SelectMany(s => palette[(3 * s)..(3 * s + 3)].Select(v => Over(v, alpha[s]))),
            PngFile.Encode(13, 9, depth, PngFile.Palette, samples, false, ("PLTE", palette), ("tRNS", alpha)));
    }

    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    public void Alpha_lies_over_black(int depth)
    {
        int shift = depth - 8;
        int[] grey = [.. s_samples.Take(2 * 13 * 9).Select(s => s >> (16 - depth))], rgba = [.. s_samples.Select(s => s >> (16 - depth))];

        AssertPixels(grey.Chunk(2).SelectMany(p => Enumerable.Repeat(Over(p[0] >> shift, p[1] >> shift), 3)),
            PngFile.Encode(13, 9, depth, PngFile.GreyAlpha, grey));
        AssertPixels(rgba.Chunk(4).SelectMany(p => p.Take(3).Select(v => Over(v >> shift, p[3] >> shift))),
            PngFile.Encode(13, 9, depth, PngFile.Rgba, rgba));
    }

    [Fact]
    public void A_colour_that_is_marked_as_clear_is_black()
    {
        int[] samples = [.. s_samples.Take(13 * 9).Select(s => s & 15)];

        AssertPixels(
            samples.Select(s => s == 5 ? (byte)0 : (byte)(17 * s)).SelectMany(v => new[] { v, v, v }),
            PngFile.Encode(13, 9, 4, PngFile.Grey, samples, false, ("tRNS", [0, 5])));
    }

    [Fact]
    public void Profiles_and_gamma_change_nothing()
    {
        int[] samples = [.. s_samples.Take(3 * 13 * 9).Select(s => s >> 8)];
        byte[] profile = [.. "odd"u8, 0, 0, .. PngFile.Deflate(IccProfile.Bytes)];
        byte[] png = PngFile.Encode(13, 9, 8, PngFile.Rgb, samples, false, ("iCCP", profile));

        AssertPixels(samples.Select(s => (byte)s), png);
        AssertPixels(samples.Select(s => (byte)s), PngFile.Encode(13, 9, 8, PngFile.Rgb, samples, false, ("gAMA", [0, 1, 0x86, 0xA0])));
        byte[] jpeg = EncodedPictures.All["Baseline"],
        tagged = [.. jpeg[..2], 0xFF, 0xE2, 0, (byte)(16 + IccProfile.Bytes.Length), .. "ICC_PROFILE"u8, 0, 1, 1, .. IccProfile.Bytes,
            .. jpeg[2..]];
        Assert.Equal(Decoded(jpeg).Pixels.ToArray(), Decoded(tagged).Pixels.ToArray());

        // Asked for sRGB, the decoder would follow the same profile.
        using var codec = SKCodec.Create(new MemoryStream(png));
        Assert.NotNull(codec.Info.ColorSpace);
        using var bitmap = new SKBitmap(new SKImageInfo(13, 9, SKColorType.Rgba8888, SKAlphaType.Opaque, SKColorSpace.CreateSrgb()));
        codec.GetPixels(bitmap.Info, bitmap.GetPixels());
        Assert.NotEqual(samples[0], bitmap.GetPixel(0, 0).Red);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 10_000)]
    [InlineData(10_000, 1)]
    public void Thin_pictures_decode_and_shrink_to_their_mean(int width, int height)
    {
        int[] samples = [.. Enumerable.Range(0, width * height).Select(i => i & 255)];
        var picture = Decoded(PngFile.Encode(width, height, 8, PngFile.Grey, samples));

        Assert.Equal((width, height), (picture.Width, picture.Height));
        Assert.Equal(samples.SelectMany(s => new[] { (byte)s, (byte)s, (byte)s }), picture.Pixels.ToArray());
        Assert.Equal(
            (byte)Math.Round(samples.Average(), MidpointRounding.AwayFromZero), PixelResizer.Resize(picture, Crop.Whole, 1).Pixels[0]);
    }

    [Fact]
    public void Bitmaps_of_every_depth_decode_either_way_up()
    {
        byte[] palette = [0, 0, 0, 0, 30, 20, 10, 0, 60, 50, 40, 0, 90, 80, 70, 0];
        AssertPixels([10, 20, 30, 0, 0, 0, 10, 20, 30], BmpFile.Encode(3, 1, 1, palette[..8], [0b1010_0000]), 3);
        AssertPixels([70, 80, 90, 40, 50, 60, 10, 20, 30], BmpFile.Encode(3, 1, 4, palette, [0x32, 0x10]), 3);
        AssertPixels([40, 50, 60, 0, 0, 0], BmpFile.Encode(2, 1, 8, palette, [2, 0]), 2);
        AssertPixels([1, 2, 3, 4, 5, 6], BmpFile.Encode(1, 2, 24, [], [6, 5, 4], [3, 2, 1]), 1);
        AssertPixels([1, 2, 3, 4, 5, 6], BmpFile.Encode(1, -2, 24, [], [3, 2, 1], [6, 5, 4]), 1);
        AssertPixels([1, 2, 3], BmpFile.Encode(1, 1, 32, [], [3, 2, 1, 0]), 1);
    }

    [Fact]
    public void Lossless_webp_is_as_stored_over_black()
    {
        var picture = Decoded(EncodedPictures.All["LosslessWebP"]);
        Assert.Equal((24, 16), (picture.Width, picture.Height));
        using var codec = SKCodec.Create(new MemoryStream(EncodedPictures.All["LosslessWebP"]));
        byte[] rgba = codec.Pixels;
        for (int i = 0; i < 24 * 16; i++)
        {
            for (int c = 0; c < 3; c++)
            {
                Assert.Equal(Over(EncodedPictures.Pixels[(3 * i) + c], Alpha(i)), picture.Pixels[(3 * i) + c]);
            }
        }

        int Alpha(int i) => rgba[(4 * i) + 3];
    }

    /// <summary>
    /// The hashes are of pixels that djpeg 2.1.5 gives too (see <see cref="DecodeFidelityTests"/>), but for CMYK and WebP.
    /// </summary>
    [Theory]
    [InlineData("Baseline", "ce0be6c932624194")]
    [InlineData("Half", "4209558cb62fd204")]
    [InlineData("Quarter", "f5860218d91d07bd")]
    [InlineData("HalfDown", "a432b0b3e17fddf4")]
    [InlineData("Grey", "189eeb503c69963f")]
    [InlineData("Rgb", "4a72adfb34507563")]
    [InlineData("Restart", "f5860218d91d07bd")]
    [InlineData("Progressive", "f5860218d91d07bd")]
    [InlineData("Arithmetic", "f5860218d91d07bd")]
    [InlineData("ArithmeticProgressive", "f5860218d91d07bd")]
    [InlineData("Cmyk", "c6bf55431ff52522")]
    [InlineData("LossyWebP", "7e915943ba148ada")]
    [InlineData("AlphaWebP", "e12627f846f9a2ea")]
    public void Lossy_files_give_the_same_pixels_for_ever(string name, string sha256)
    {
        var picture = Decoded(EncodedPictures.All[name]);
        Assert.Equal((24, 16), (picture.Width, picture.Height));
        byte[] pixels = picture.Pixels.ToArray();
        Assert.Equal(sha256, Convert.ToHexStringLower(SHA256.HashData(pixels))[..16]);
        if (name is not ("Grey" or "AlphaWebP"))
        {
            double error =
                EncodedPictures.Pixels.Select((v, i) => Math.Abs((name == "Cmyk" ? v * (255 - (6 * (i / 3 % 24))) / 255 : v) - pixels[i]))
                    .Average();
            Assert.True(error < (name == "Cmyk" ? 6 : 30), $"The mean difference from the drawn picture is {error}.");
        }
    }

    private static byte Over(int value, int alpha) => (byte)(((value * alpha) + 127) / 255);

    private static Picture Decoded(byte[] file)
    {
        var result = PixelCodec.Decode(file);
        Assert.True(result.IsGood, result.Problem);
        return result.Picture;
    }

    private static void AssertPixels(IEnumerable<byte> expected, byte[] file, int width = 13)
    {
        var picture = Decoded(file);
        Assert.Equal(width, picture.Width);
        Assert.Equal(expected, picture.Pixels.ToArray());
    }
}
