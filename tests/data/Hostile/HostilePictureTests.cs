using System.Globalization;
using System.Text.RegularExpressions;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Tests.TestKit;

namespace ILGpuAutoencoders.Tests.Data.Hostile;

public sealed partial class HostilePictureTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Fewer than by tests/long/hostile-pictures, which also says the longest time.</summary>
    [Fact]
    public void Mutated_files_and_bombs_do_no_harm_to_a_process()
    {
        string log = _folder.At("log");
        Programs.RunTests(typeof(MutatedPictures), (MutatedPictures.Count, "300"), (MutatedPictures.Log, log));

        string text = File.ReadAllText(log);
        Assert.Equal(700, DoneLine().Matches(text).Sum(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)));
        Assert.Equal(Bombs.All.Count(), text.Split('\n').Count(line => line.StartsWith("bomb ", StringComparison.Ordinal)));
    }

    /// <summary>Skia calls a truncated progressive file a success: what finds it is the rule that the end mark must be there.</summary>
    [Fact]
    public void Files_cut_at_every_64th_byte_are_bad()
    {
        int cuts = 0;
        foreach (string kind in (string[])["jpeg", "progressive", "arithmetic", "png", "interlaced", "webp", "bmp"])
        {
            byte[] file = Kind(kind);
            Assert.True(PixelCodec.Decode(file).IsGood);
            Assert.True(file.Length >= 64 * 8, $"{file.Length} bytes are too few.");
            for (int length = 64; length < file.Length; length += 64, cuts++)
            {
                Assert.False(PixelCodec.Decode(file.AsSpan(0, length)).IsGood, $"{kind}: {length} of {file.Length} bytes");
            }
        }

        Assert.InRange(cuts, 300, 400);
    }

    /// <summary>Each scan is a pass over the picture, so a small file could take minutes: the decoder gives up at the hundredth.</summary>
    [Theory]
    [InlineData("Progressive", 80, null)]
    [InlineData("ArithmeticProgressive", 80, null)]
    [InlineData("Progressive", 200, "the pixels do not decode (InvalidInput)")]
    [InlineData("ArithmeticProgressive", 200, "the pixels do not decode (InvalidInput)")]
    public void A_jpeg_of_many_scans_decodes_and_one_of_hundreds_is_bad(string kind, int scans, string? problem) =>
        Assert.Equal(problem, PixelCodec.Decode(Bombs.Scans(kind, scans)).Problem);

    /// <summary>At each length of its pixels but the whole, so within each of the seven passes.</summary>
    [Fact(Timeout = 60_000)]
    public async Task An_interlaced_png_whose_pixels_end_too_soon_is_bad_and_ends() => await Task.Run(
        () =>
        {
            byte[] rows = PngFile.Interlaced(9, 9, 8, PngFile.Grey, [.. Enumerable.Range(0, 81)]);
            Assert.True(PixelCodec.Decode(PngFile.File(9, 9, 8, PngFile.Grey, PngFile.Deflate(rows), interlaced: true)).IsGood);
            for (int length = 0; length < rows.Length; length++)
            {
                byte[] file = PngFile.File(9, 9, 8, PngFile.Grey, PngFile.Deflate(rows[..length]), interlaced: true);
                Assert.False(PixelCodec.Decode(file).IsGood, $"{length} of {rows.Length} bytes");
            }
        },
        TestContext.Current.CancellationToken);

    [Fact]
    public void The_limit_can_be_raised_and_lowered()
    {
        byte[] png = PixelCodec.EncodePng(DrawnPictures.Random(20, 10));
        Assert.True(PixelCodec.Decode(png, 200).IsGood);
        Assert.Equal("20x10 is above the limit of 199 pixels, 65,535 a side", PixelCodec.Decode(png, 199).Problem);
        byte[] wide = PngFile.Encode(60_000_000 / 1000, 1000, 1, PngFile.Grey, new int[60_000_000]);
        Assert.Contains("above the limit of 50,000,000", PixelCodec.Decode(wide).Problem, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => PixelCodec.Decode(png, PixelCodec.MostPixels + 1));
    }

    [Fact]
    public void A_link_to_a_picture_is_read_at_its_own_length_when_it_is_named()
    {
        string file = _folder.Write("pictures/a.png", PixelCodec.EncodePng(DrawnPictures.Random(40, 40))), link = _folder.At("link.png");
        File.CreateSymbolicLink(link, file);
        Assert.True(PixelCodec.DecodeFile(link).IsGood);
    }

    private static byte[] Kind(string kind)
    {
        var face = new Picture(64, 64, GeneratedFaces.Draw(3, 1, 64));
        int[] samples = [.. Enumerable.Range(0, 3 * 40 * 40).Select(i => (i * 40503 >> 3) & 255)];
        return kind switch
        {
            "jpeg" => PixelCodec.EncodeJpeg(new Picture(192, 192, GeneratedFaces.Draw(3, 1, 192)), 95),
            "progressive" => EncodedPictures.All["Progressive"],
            "arithmetic" =>
                [.. EncodedPictures.All["ArithmeticProgressive"][..2], 0xFF, 0xFE, 1, 0, .. new byte[254],
                    .. EncodedPictures.All["ArithmeticProgressive"][2..]],
            "png" => PixelCodec.EncodePng(face),
            "interlaced" => PngFile.Encode(40, 40, 8, PngFile.Rgb, samples, interlaced: true),
            "webp" => DrawnPictures.Encode(face, SkiaSharp.SKEncodedImageFormat.Webp, 95),
            _ => BmpFile.Encode(20, 20, 24, [], [.. Enumerable.Range(0, 20).Select(y => face.Pixels.Slice(192 * y, 60).ToArray())]),
        };
    }

    [GeneratedRegex("^done [a-z]+ files ([0-9]+) ", RegexOptions.Multiline)]
    private static partial Regex DoneLine();
}
