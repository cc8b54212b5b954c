using System.Diagnostics;
using System.Globalization;
using ILGpuAutoencoders.Data;
using SkiaSharp;

namespace ILGpuAutoencoders.Tests.Data.Hostile;

/// <summary>
/// Thousands of damaged pictures and ten bombs, decoded one after another. Runs in a process of its own
/// (<see cref="HostilePictureTests"/>), because a crash of native code ends the process: the last line of the log then names the file that
/// did it.
/// </summary>
public sealed class MutatedPictures
{
    /// <summary>Files of each of JPEG and PNG; a sixth of it of each of WebP and BMP.</summary>
    internal const string Count = "MUTATED_PICTURES";

    /// <summary>The file that is written along the way.</summary>
    internal const string Log = "MUTATED_PICTURES_LOG";

    private static readonly string? s_log = Environment.GetEnvironmentVariable(Log);

    [Fact]
    public void Every_mutated_file_decodes_or_is_bad_for_a_reason()
    {
        Assert.SkipWhen(s_log is null, $"Only in a process of its own, with {Log} and {Count}.");
        int count = int.Parse(Environment.GetEnvironmentVariable(Count)!, CultureInfo.InvariantCulture);
        using var log = new StreamWriter(s_log!, append: true) { AutoFlush = true };
        foreach (var (format, seeds) in Seeds())
        {
            int files = format is "jpeg" or "png" ? count : count / 6, good = 0;
            var random = new Random(format[0]);
            double worst = 0;
            for (int i = 0; i < files; i++)
            {
                byte[] file = Mutate(seeds[i % seeds.Length], random);
                log.WriteLine($"{format} {i}");
                long start = Stopwatch.GetTimestamp();
                var result = PixelCodec.Decode(file);
                worst = Math.Max(worst, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                Assert.True(result.IsGood == result.Problem is null);
                Assert.True(result.IsGood || result.Problem!.Length > 0);
                good += result.IsGood ? 1 : 0;
            }

            log.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture, $"done {format} files {files} decoded {good} bad {files - good} worst_ms {worst:0.0}"));
            Assert.InRange(good, 1, files - 1);
        }
    }

    [Fact]
    public void Bombs_are_refused_from_the_header_without_their_memory()
    {
        Assert.SkipWhen(s_log is null, $"Only in a process of its own, with {Log}.");
        using var log = new StreamWriter(s_log!, append: true) { AutoFlush = true };
        PixelCodec.Decode(PixelCodec.EncodePng(DrawnPictures.Random(8, 8)));
        foreach (var (name, bomb, isRefused) in Bombs.All)
        {
            using var process = Process.GetCurrentProcess();
            long before = PeakMemory(process), start = Stopwatch.GetTimestamp();
            var result = PixelCodec.Decode(bomb);
            double milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            long growth = (PeakMemory(process) - before) >> 20;
            log.WriteLine(
                string.Create(CultureInfo.InvariantCulture,
                    $"bomb {name} bytes {bomb.Length} ms {milliseconds:0.0} growth_mb {growth} {result.Problem ?? "decoded"}"));
            Assert.True(result.IsGood != isRefused, $"{name}: {result.Problem}");
            Assert.True(growth < 32, $"{name} took {growth} MB.");
        }
    }

    private static long PeakMemory(Process process)
    {
        process.Refresh();
        return process.PeakWorkingSet64;
    }

    internal static IEnumerable<(string Format, byte[][] Files)> Seeds()
    {
        Picture face = new(48, 48, GeneratedFaces.Draw(3, 1, 48)), noise = DrawnPictures.Random(30, 22);
        int[] samples = [.. Enumerable.Range(0, 4 * 20 * 20).Select(i => (i * 40503) & 0xFFFF)];
        byte[] palette = [.. Enumerable.Range(0, 48).Select(i => (byte)(5 * i))];
        yield return ("jpeg",
        [
            PixelCodec.EncodeJpeg(face, 80), PixelCodec.EncodeJpeg(noise, 95),
            DrawnPictures.WithOrientation(PixelCodec.EncodeJpeg(face, 30), 6),
            .. EncodedPictures.All.Values.Where(file => file[0] == 0xFF),
        ]);
        yield return ("png",
        [
            PixelCodec.EncodePng(face), PixelCodec.EncodePng(noise), PngFile.Encode(20, 20, 16, PngFile.Rgba, samples, interlaced: true),
            PngFile.Encode(20, 20, 4, PngFile.Palette, [.. samples.Select(s => s & 15)], false, ("PLTE", palette), ("tRNS", palette[..16])),
            PngFile.Encode(20, 20, 8, PngFile.GreyAlpha, [.. samples.Select(s => s & 255)], false,
                ("iCCP", [.. "odd"u8, 0, 0, .. PngFile.Deflate(IccProfile.Bytes)])),
        ]);
        yield return ("webp",
            [DrawnPictures.Encode(face, SKEncodedImageFormat.Webp), .. EncodedPictures.All.Values.Where(file => file[0] == (byte)'R')]);
        byte[][] rows = [.. Enumerable.Range(0, 20).Select(y => face.Pixels.Slice(3 * 48 * y, 60).ToArray())];
        yield return (
            "bmp", [BmpFile.Encode(20, 20, 24, [], rows),
                BmpFile.Encode(20, -20, 8, [.. palette, .. palette], [.. rows.Select(row => row[..20])]),
                BmpFile.Encode(15, 20, 32, [], rows)]);
    }

    internal static byte[] Mutate(byte[] good, Random random)
    {
        byte[] file = [.. good];
        switch (random.Next(5))
        {
            case 0:
                return file[..random.Next(file.Length)];
            case 1:
                // Lengths and sizes stand in the first bytes.
                for (int change = random.Next(1, 5); change > 0; change--)
                {
                    file[random.Next(Math.Min(64, file.Length))] = (byte)random.Next(256);
                }

                return file;
            case 2:
                int from = random.Next(file.Length), length = random.Next(1, file.Length - from + 1);
                return [.. file[..from], .. file[from..(from + length)], .. file[from..]];
            case 3:
                file[random.Next(file.Length)] ^= (byte)(1 << random.Next(8));
                return file;
            default:
                for (int change = random.Next(1, 9); change > 0; change--)
                {
                    file[random.Next(file.Length)] = random.Next(3) switch { 0 => 0, 1 => 255, _ => (byte)random.Next(256) };
                }

                return file;
        }
    }
}
