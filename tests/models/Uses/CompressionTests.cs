using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models;
using ILGpuAutoencoders.Models.Evaluation;
using ILGpuAutoencoders.Models.Inference;
using ILGpuAutoencoders.Models.Uses.Compression;

namespace ILGpuAutoencoders.Tests.Models.Uses;

public sealed class CompressionTests(TrainedRunFixture fixture) : IClassFixture<TrainedRunFixture>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("compression").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_finest_steps_give_the_reconstruction_and_coarser_ones_fewer_bytes()
    {
        string[] files = Faces(6);
        var fine = Compress(files, "fine", 8);
        var coarse = Compress(files, "coarse", 2);
        var plain = Reconstructor.Run(
            new ReconstructionOptions { Run = fixture.RunPath, Inputs = files, Out = At("plain"), Device = "cpu" });
        var pictures = Decompress(At("fine"), "fine-png").Pictures;

        Assert.True(coarse.Bytes < fine.Bytes);
        for (int i = 0; i < files.Length; i++)
        {
            Assert.InRange(Farthest(Pixels(plain.Pictures[i].Output), Pixels(pictures[i])), 0, 3);
            Assert.Equal(fine.Pictures[i].Bytes, new FileInfo(fine.Pictures[i].Output).Length);
            Assert.Equal(fine.Pictures[i].Psnr, ImageMetrics.PsnrOf(Picture(files[i]), Picture(pictures[i])), 9);
        }

        Assert.Equal(8.0 * fine.Bytes / (6 * 16 * 16), fine.BitsPerPixel, 9);
    }

    [Fact]
    public void Jpeg_is_the_smallest_file_that_is_not_smaller()
    {
        var picture = new Picture(64, 64, GeneratedFaces.Draw(1, 1, 64));
        int[] sizes = [.. Enumerable.Range(0, 101).Select(quality => PixelCodec.EncodeJpeg(picture, quality).Length)];
        var search = PictureFiles.OfJpeg(picture);
        int wanted = sizes[40] - 1;

        var (bytes, psnr, quality, isLarger) = search.At(wanted);
        Assert.Equal(sizes.Where(size => size >= wanted).Min(), bytes);
        Assert.Equal(sizes[quality], bytes);
        Assert.False(isLarger);
        Assert.InRange(psnr, 20, 45);
        Assert.True(search.At(10).IsLarger);
        Assert.Equal(sizes.Min(), search.At(10).Bytes);
    }

    [Fact]
    public void Jpeg_as_close_is_the_smallest_file_of_no_lower_psnr()
    {
        var picture = new Picture(64, 64, GeneratedFaces.Draw(1, 1, 64));
        var files = Enumerable.Range(0, 101).Select(quality => PixelCodec.EncodeJpeg(picture, quality))
            .Select(file => (file.Length, Psnr: ImageMetrics.PsnrOf(picture, PixelCodec.Decode(file).Picture!))).ToList();
        var search = PictureFiles.OfJpeg(picture);

        foreach (double psnr in (double[])[22, 30, files[60].Psnr])
        {
            Assert.Equal(files.Where(file => file.Psnr >= psnr).Min(file => file.Length), search.BytesFor(psnr));
        }

        Assert.Equal(files.Min(file => file.Length), search.BytesFor(0));
        Assert.Equal(files.Max(file => file.Length), search.BytesFor(1_000));
    }

    [Fact]
    public void Every_damaged_byte_is_noticed_and_no_picture_is_written()
    {
        string file = Compress(Faces(1), "small", 3).Pictures[0].Output, damaged = At("damaged.iae");
        byte[] bytes = File.ReadAllBytes(file);
        using var run = LatentRun.Open(fixture.RunPath, new ComputeOptions { Device = "cpu" }, null);
        var codec = LatentCodec.Open(run);
        Assert.Equal(run.Latent, IaeFile.Read(bytes, codec, file).Length);
        for (int i = 0; i < bytes.Length; i++)
        {
            for (int value = 1; value < 256; value++)
            {
                byte[] changed = [.. bytes];
                changed[i] ^= (byte)value;
                Assert.Throws<CheckpointException>(() => IaeFile.Read(changed, codec, damaged));
            }

            Assert.Throws<CheckpointException>(() => IaeFile.Read(bytes.AsSpan(0, i), codec, damaged));
        }

        File.WriteAllBytes(damaged, bytes[..^2]);
        Assert.Contains(
            "damaged.iae", Assert.Throws<CheckpointException>(() => Decompress(damaged, "none")).Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(At("none")));
    }

    [Fact]
    public void Other_weights_are_refused()
    {
        string file = Compress(Faces(1), "mine", 4).Pictures[0].Output, other = At("other");
        Trainer.Run(
            new TrainingOptions
            {
                Model = "conv",
                Data = "faces:40",
                ImageSize = 16,
                Latent = 8,
                BatchSize = 16,
                Epochs = 1,
                Device = "cpu"
            }, other);
        Assert.Contains("codec", Assert.Throws<CheckpointException>(() => Decompress(file, "a", other)).Message, StringComparison.Ordinal);
        Compress(Faces(1), "theirs", 4, other);
        Assert.Contains(
            "other weights", Assert.Throws<CheckpointException>(() => Decompress(file, "b", other)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bits_are_taken_in_quarters()
    {
        Assert.Equal(2.25, Compress(Faces(1), "quarter", 2.25).Bits);
        var error = Assert.Throws<ConfigurationException>(() => Compress(Faces(1), "third", 2.3));
        Assert.Contains("0.25", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Symbols_are_exact_and_pixels_near_on_every_device()
    {
        string file = Compress(Faces(1), "one", 5).Pictures[0].Output;
        byte[] cpu = Pixels(Decompress(file, "cpu").Pictures[0]);
        byte[] simulator = Pixels(
            Compressor.Decompress(
                new DecompressOptions { Run = fixture.RunPath, Inputs = [file], Out = At("simulator"), Device = "simulator" }).Pictures[0]);
        Assert.InRange(Farthest(cpu, simulator), 0, 1);
    }

    [Fact]
    public void The_table_covers_every_number_of_bits_of_every_run()
    {
        var table = Compressor.Table(
            new RateTableOptions
            {
                Runs = [fixture.RunPath, Path.Combine(fixture.RunPath, RunFile.Last)],
                Inputs = Faces(2),
                Device = "cpu"
            });
        Assert.Equal(30, table.Rows.Count);
        Assert.Equal(Enumerable.Range(2, 15).Select(i => i / 2.0), table.Rows.Take(15).Select(row => row.Bits));
        Assert.Equal(table.Rows.Take(15).Select(row => row.Bytes).Order(), table.Rows.Take(15).Select(row => row.Bytes));
        Assert.All(table.Rows, row => Assert.Equal((2, 8, 8 * row.Bytes / 256), (row.Images, row.Latent, row.BitsPerPixel)));
        Assert.All(table.Rows, row => Assert.Equal(row.Bytes - 2, row.PayloadBytes));
        Assert.All(table.Rows, row => Assert.True(row.Klt!.Psnr > 5 && row.Webp.Psnr > 10 && row.Webp.Bytes >= row.Bytes));
        Assert.Equal(6, table.Findings.Count);
    }

    private static Picture Picture(string path) => PixelCodec.DecodeFile(path).Picture!;

    private static byte[] Pixels(string path) => Picture(path).Pixels.ToArray();

    private static int Farthest(byte[] a, byte[] b) => a.Zip(b, (x, y) => Math.Abs(x - y)).Max();

    private string At(string name) => Path.Combine(_folder, name);

    private CompressResult Compress(string[] files, string name, double bits, string? run = null) =>
        Compressor.Compress(
            new CompressOptions { Run = run ?? fixture.RunPath, Inputs = files, Out = At(name), Bits = bits, Device = "cpu" });

    private DecompressResult Decompress(string input, string name, string? run = null) =>
        Compressor.Decompress(new DecompressOptions { Run = run ?? fixture.RunPath, Inputs = [input], Out = At(name), Device = "cpu" });

    private string[] Faces(int count) =>
    [
        .. Enumerable.Range(0, count).Select(i =>
        {
            string file = At($"face-{i}.png");
            PixelCodec.SavePng(new Picture(16, 16, GeneratedFaces.Draw(3, i, 16)), file);
            return file;
        }),
    ];
}
