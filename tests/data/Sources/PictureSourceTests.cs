using System.Globalization;
using ILGpuAutoencoders.Cli.Terminal;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models;
using ILGpuAutoencoders.Tests.Cli;

namespace ILGpuAutoencoders.Tests.Data.Sources;

using TemporaryFolder = ILGpuAutoencoders.Tests.Cli.TemporaryFolder;

/// <summary>Pictures that do not come from a folder, through training and every use that takes pictures.</summary>
public sealed class PictureSourceTests : IDisposable
{
    private const int Side = 16;

    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _registered = [];

    public void Dispose()
    {
        _registered.ForEach(name => PictureSources.Remove(name["source:".Length..]));
        _folder.Dispose();
    }

    [Fact]
    public void A_source_trains_to_the_bits_of_a_folder_with_the_same_pictures_and_is_used_like_one()
    {
        Faces faces = new(24);
        faces.WriteTo(_folder["faces"]);
        string data = Register(faces);
        var options = new TrainingOptions
        {
            Model = "shallow",
            Data = data,
            ImageSize = Side,
            Latent = 4,
            BatchSize = 8,
            Epochs = 2,
            Device = "cpu",
            Threads = 1,
        };
        Trainer.Run(options with { Data = _folder["faces"] }, _folder["folder"]);
        Trainer.Run(options, _folder["source"]);
        Trainer.Run(options with { Epochs = 1 }, _folder["part"]);
        Trainer.Resume(_folder["part"], o => o with { Epochs = 2 });
        foreach (string run in (string[])["source", "part"])
        {
            Assert.Equal(File.ReadAllBytes(_folder["folder/last.safetensors"]), File.ReadAllBytes(_folder[$"{run}/last.safetensors"]));
        }

        Assert.Equal(
            Evaluator.Run(new EvaluationOptions { Run = _folder["folder"], Device = "cpu" }).Psnr,
            Evaluator.Run(new EvaluationOptions { Run = _folder["source"], Device = "cpu" }).Psnr);
        AnomalyDetector.Calibrate(new AnomalyCalibrateOptions { Data = data, Run = _folder["source"], Device = "cpu" });
        foreach (string input in (string[])[data, _folder["faces"]])
        {
            string name = input == data ? "source" : "folder";
            var embedded = Embedder.Run(
                new EmbedOptions { Run = _folder["source"], Inputs = [input], Out = _folder[$"{name}.npy"], Device = "cpu" });
            Assert.Equal(24, embedded.Images);
        }

        Assert.Equal(VectorsByName(_folder["folder.npy"]), VectorsByName(_folder["source.npy"]));
        var reconstructed = Reconstructor.Run(
            new ReconstructionOptions { Run = _folder["source"], Inputs = [data], Out = _folder["out"], Device = "cpu" });
        Assert.Equal(24, Directory.GetFiles(_folder["out"], "face-*.png").Length);
        Assert.NotNull(reconstructed);
    }

    [Fact]
    public void Bad_pictures_are_named_and_skipped_and_an_exception_ends_the_work()
    {
        string bad = Register(new Faces(40) { Read = (index, _) => index == 3 ? DecodeResult.Bad("it is upside down") : null });
        var set = Load(bad, maxBad: 0.1);
        Assert.Equal(("train/face-03.png", "it is upside down"), (set.Bad.Single().Name, set.Bad.Single().Problem));
        string refused = Assert.Throws<DataSetException>(() => Load(bad, maxBad: 0)).Message;
        Assert.Contains("face-03.png: it is upside down", refused, StringComparison.Ordinal);

        string empty = Register(new Faces(40) { Read = (index, _) => index == 3 ? default(DecodeResult) : null });
        Assert.Equal("the source gives no picture and no reason", Load(empty, maxBad: 0.1).Bad.Single().Problem);
        string broken = Register(new Faces(40) { Read = (_, _) => throw new TimeoutException("the database is away\u001b[2J") });
        string message = Assert.Throws<DataSetException>(() => Load(broken, maxBad: 1)).Message;
        Assert.StartsWith($"The source failed at '{broken}/train/face-0", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', message);
    }

    [Theory]
    [InlineData("../secret", "names a picture '../secret'")]
    [InlineData("/etc/passwd", "names a picture '/etc/passwd'")]
    [InlineData("", "names a picture ''")]
    [InlineData("train/face-00.png", "has two pictures of the name 'train/face-00.png'")]
    public void Names_that_are_none_are_refused(string name, string said)
    {
        string data = Register(new Faces(4) { Extra = name });
        Assert.Contains(said, Assert.Throws<DataSetException>(() => Load(data, maxBad: 1)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("a b")]
    public void A_source_needs_a_name(string name) =>
        Assert.Throws<ArgumentException>(() => PictureSources.Register(name, new Faces(4)));

    [Fact]
    public void A_name_is_taken_once_and_free_again_when_removed()
    {
        string data = Register(new Faces(4)), name = data["source:".Length..];
        Assert.Throws<ArgumentException>(() => PictureSources.Register(name, new Faces(4)));
        Assert.True(PictureSources.Remove(name));
        Assert.False(PictureSources.Remove(name));
        Assert.Equal(data, PictureSources.Register(name, new Faces(4)));
    }

    [Fact]
    public void Pixels_are_kept_on_disk_where_the_source_tells_its_state()
    {
        int read = 0;
        var faces = new Faces(4) { Version = "1", Read = (_, _) => { Interlocked.Increment(ref read); return null; } };
        string data = Register(faces);
        PixelSet Get() => Load(data, maxBad: 0, cache: _folder["cache"]);
        byte[] pixels = Get().Image(0).ToArray();
        Assert.Equal(pixels, Get().Image(0).ToArray());
        Assert.Equal(4, read);
        faces.Version = "2";
        Assert.Equal(pixels, Get().Image(0).ToArray());
        Assert.Equal(8, read);
    }

    [Fact]
    public void Pixels_on_disk_are_of_their_channels_and_fit()
    {
        string data = Register(new Faces(4) { Version = "1", Read = (_, _) => DecodeResult.Good(Drawn(64, 32)) });
        byte[] Of(PixelOptions how) =>
            [.. Load(data, how with { UseCache = true, CacheFolder = _folder["cache"] }).Image(0)];
        PixelOptions stretched = new() { Size = Side }, cut = stretched with { Fit = PictureFit.Crop };
        PixelOptions padded = stretched with { Size = new(Side, 3 * Side), Fit = PictureFit.Pad }, grey = padded with { Channels = 1 };
        byte[][] first = [Of(stretched), Of(cut), Of(padded), Of(grey)];
        Assert.NotEqual(first[0], first[1]);
        Assert.Equal(3 * first[3].Length, first[2].Length);
        Assert.Equal(first, [Of(stretched), Of(cut), Of(padded), Of(grey)]);

        static Picture Drawn(int width, int height) => new(
            width, height, [.. Enumerable.Range(0, 3 * width * height).Select(i => (byte)(i * 7 / width))]);
    }

    [Fact]
    public void A_folder_by_another_decoder_has_its_layout_and_what_the_decoder_throws_is_a_bad_picture()
    {
        new Faces(24).WriteTo(_folder["faces"]);
        File.WriteAllBytes(_folder["faces/train/face-00.png"], [1, 2, 3]);
        var source = new DecodedFolder(_folder["faces"], bytes => bytes.Length < 10
            ? throw new InvalidDataException("three bytes.")
            : DecodeResult.Good(new Picture(1, 1, [7, 8, 9])));
        Assert.Equal((20, 2, 2), (source.Index.Train.Count, source.Index.Val.Count, source.Index.Test.Count));
        Assert.Equal("it does not decode (three bytes)", source.Read(source.Index.Train[0]).Problem);
        Assert.Equal([7, 8, 9], source.Read(source.Index.Train[1]).Picture!.Pixels.ToArray());
        Assert.Equal("the file no longer exists", source.Read(new PictureEntry("gone.png")).Problem);
        File.CreateSymbolicLink(_folder["faces/train/link.png"], _folder["faces/train/face-01.png"]);
        Assert.Contains("link", source.Read(new PictureEntry("train/link.png")).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_without_the_source_says_what_to_do()
    {
        var run = CliRun.Of(
            "train", "shallow", "--data", "source:elsewhere", "--image-size", "16", "--out", _folder["run"], "--device", "cpu");

        Assert.Equal(ExitCodes.Data, run.ExitCode);
        Assert.Contains("'source:elsewhere' is not registered in this program", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Pictures_without_parts_are_divided()
    {
        var index = DatasetIndex.Split("mine", Enumerable.Range(0, 100).Select(i => new PictureEntry($"{i}")), seed: 1);
        Assert.Equal((90, 5, 5), (index.Train.Count, index.Val.Count, index.Test.Count));
        Assert.Equal(100, index.Train.Concat(index.Val).Concat(index.Test).Distinct().Count());
    }

    private string Register(Faces faces)
    {
        string data = PictureSources.Register($"faces-{Guid.NewGuid():N}", faces);
        _registered.Add(data);
        return data;
    }

    private static PixelSet Load(string data, double maxBad, string? cache = null) => Load(
        data, new PixelOptions { Size = Side, MaxBadFraction = maxBad, UseCache = cache is not null, CacheFolder = cache });

    private static PixelSet Load(string data, PixelOptions pixels) =>
        Dataset.Open(data, new DatasetOptions { Pixels = pixels }).Load(DatasetSplit.Train);

    private static Dictionary<string, float[]> VectorsByName(string file)
    {
        byte[] vectors = File.ReadAllBytes(file);
        string[] names = File.ReadAllLines(file + ".names.txt");
        float[] values = new float[names.Length * 4];
        Buffer.BlockCopy(vectors, vectors.Length - (4 * values.Length), values, 0, 4 * values.Length);
        return names.Select((name, i) => (Path.GetFileName(name), values[(4 * i)..((4 * i) + 4)])).ToDictionary();
    }

    /// <summary>Drawn faces: four fifths of them in train.</summary>
    private sealed class Faces(int count) : IPictureSource
    {
        internal Func<int, PictureEntry, DecodeResult?> Read { get; init; } = (_, _) => null;

        internal string? Extra { get; init; }

        public string? Version { get; set; }

        public DatasetIndex Index => new(
            "faces", [.. Part("train", 0, count - (2 * Tenth)), .. Extra is null ? (PictureEntry[])[] : [new(Extra)]],
            Part("val", count - (2 * Tenth), Tenth), Part("test", count - Tenth, Tenth));

        private int Tenth => count / 10;

        DecodeResult IPictureSource.Read(PictureEntry picture)
        {
            string number = Path.GetFileNameWithoutExtension(picture.Path)["face-".Length..];
            int index = int.Parse(number, CultureInfo.InvariantCulture);
            return Read(index, picture) ?? DecodeResult.Good(Draw(index));
        }

        internal void WriteTo(string folder)
        {
            foreach (var (entry, i) in Index.Train.Concat(Index.Val).Concat(Index.Test).Select((entry, i) => (entry, i)))
            {
                string path = Path.Combine(folder, entry.Path);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                PixelCodec.SavePng(Draw(i), path);
            }
        }

        private static PictureEntry[] Part(string name, int from, int length) =>
            [.. Enumerable.Range(from, length).Select(i => new PictureEntry($"{name}/face-{i:D2}.png"))];

        private static Picture Draw(int index) => new(32, 32, GeneratedFaces.Draw(seed: 4, index, side: 32));
    }
}
