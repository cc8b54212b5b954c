using System.Diagnostics;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Tests.TestKit;

namespace ILGpuAutoencoders.Tests.Data.Hostile;

/// <summary>Decoding beside libjpeg-turbo's own program, and resizing beside Pillow.</summary>
public sealed class DecodeFidelityTests : IDisposable
{
    internal const int Jpegs = 100, Resizes = 200;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_hundred_jpegs_decode_as_djpeg_decodes_them()
    {
        Assert.SkipUnless(Programs.Find("djpeg"), "djpeg (libjpeg-turbo-progs) is not installed.");
        var files = Enumerable.Range(0, 91).Select(i =>
        {
            int side = 16 * (1 + (i % 4));
            byte[] pixels = i % 2 == 0 ? GeneratedFaces.Draw(7, i, side) : GeneratedOthers.Draw(7, i, side);
            return PixelCodec.EncodeJpeg(new Picture(side, side, pixels), 30 + (i % 70));
        }).Concat(
            EncodedPictures.All.Where(file => file.Value[0] == 0xFF && file.Key is not ("Cmyk" or "HalfDown")).Select(file => file.Value))
                .ToList();
        Assert.Equal(Jpegs, files.Count);
        foreach (byte[] file in files)
        {
            var picture = PixelCodec.Decode(file).Picture!;
            (int width, int height, byte[] pixels) = Djpeg(_folder.Write("picture.jpg", file));
            Assert.Equal((picture.Width, picture.Height), (width, height));
            Assert.True(picture.Pixels.SequenceEqual(pixels),
                $"A JPEG of {width} x {height} in {file.Length} bytes decodes otherwise than by djpeg.");
        }
    }

    [Fact]
    public async Task Two_hundred_resizes_are_within_one_level_of_pillow()
    {
        var random = new Random(3);
        var jobs = Enumerable.Range(0, Resizes).Select(i =>
        {
            var picture = DrawnPictures.Random(random.Next(1, 90), random.Next(1, 90), i);
            int side = random.Next(1, 65);
            var crop = i % 3 == 0 ? Crop.Square : Crop.Whole;
            File.WriteAllBytes(_folder.At($"{i}.in"), picture.Pixels.ToArray());
            return (picture, side, crop, box: crop.Apply(picture.Width, picture.Height));
        }).ToList();
        File.WriteAllLines(
            _folder.At("jobs"),
            jobs.Select(
                job => $"{job.picture.Width} {job.picture.Height} {job.side} {job.box.X} {job.box.Y} {job.box.Width} {job.box.Height}"));

        await DebianPython.Run("PIL", Script, _folder.Root);

        for (int i = 0; i < jobs.Count; i++)
        {
            byte[] own = PixelResizer.Resize(jobs[i].picture, jobs[i].crop, jobs[i].side).Pixels.ToArray(),
            theirs = File.ReadAllBytes(_folder.At($"{i}.out"));
            Assert.Equal(own.Length, theirs.Length);
            Assert.True(own.Zip(theirs, (a, b) => Math.Abs(a - b)).Max() <= 1,
                $"{jobs[i].picture.Width} x {jobs[i].picture.Height} to {jobs[i].side}, crop {jobs[i].crop}");
        }
    }

    // BOX is an exact area average for whole ratios alone: pixels are repeated before it. BILINEAR has half-pixel centres where it grows.
    private const string Script = """
        import sys
        from PIL import Image
        folder = sys.argv[1]
        def resize(image, width, height):
            w, h = image.size
            if w < width or h < height:
                return image.resize((width, height), Image.BILINEAR)
            larger = (w * width if w > width else w, h * height if h > height else h)
            return image.resize(larger, Image.NEAREST).resize((width, height), Image.BOX)
        for i, line in enumerate(open(folder + '/jobs')):
            width, height, side, x, y, w, h = map(int, line.split())
            image = Image.frombytes('RGB', (width, height), open(f'{folder}/{i}.in', 'rb').read()).crop((x, y, x + w, y + h))
            image = resize(resize(image, side, h), side, side)
            open(f'{folder}/{i}.out', 'wb').write(image.tobytes())
        """;

    private static (int Width, int Height, byte[] Pixels) Djpeg(string path)
    {
        using var process = Process.Start(new ProcessStartInfo("djpeg", ["-ppm", path]) { RedirectStandardOutput = true })!;
        using var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        byte[] file = output.ToArray();
        bool isGrey = file[1] == '5';
        string[] header = System.Text.Encoding.ASCII.GetString(file, 0, Math.Min(20, file.Length)).Split((char[])['\n', ' '], 5);
        int start = header[0].Length + header[1].Length + header[2].Length + header[3].Length + 4;
        byte[] pixels = isGrey ? [.. file[start..].SelectMany(v => new[] { v, v, v })] : file[start..];
        return (int.Parse(header[1], System.Globalization.CultureInfo.InvariantCulture),
            int.Parse(header[2], System.Globalization.CultureInfo.InvariantCulture), pixels);
    }
}
