using ILGpuAutoencoders.Cli.Terminal;
using ILGpuAutoencoders.Data;

namespace ILGpuAutoencoders.Tests.Cli;

public sealed class DataTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Faces_are_a_split_folder_with_the_pixels_of_faces_N()
    {
        Assert.Equal(ExitCodes.Ok, Faces("faces", 40).ExitCode);

        foreach (string split in new[] { "train", "val", "test" })
        {
            byte[] drawn = Pixels("faces:40", split), read = Pixels(_folder["faces"], split);
            Assert.NotEmpty(drawn);
            Assert.Equal(drawn, read);
        }
    }

    [Fact]
    public void Pixels_are_raw_bytes_picture_after_picture()
    {
        byte[] pixels = Pixels("faces:40", "train");

        Assert.Equal(36 * 16 * 16 * 3, pixels.Length);
        Assert.Equal(GeneratedFaces.Draw(0, 35, 16), pixels[^(16 * 16 * 3)..]);
    }

    [Fact]
    public void Others_are_a_folder_a_kind()
    {
        var run = CliRun.Of(
            "data", "faces", "--kind", "others", "--count", "8", "--image-size", "16", "--data-seed", "5", "--out", _folder["others"],
            "--json");

        Assert.True(run.ExitCode == ExitCodes.Ok, run.Error);
        Assert.Equal(8, run.Json.GetProperty("images").GetInt32());
        Assert.Equal(2, run.Json.GetProperty("kinds").GetProperty("leaves").GetInt32());
        Assert.Equal(GeneratedOthers.Kinds,
            Directory.GetDirectories(_folder["others"]).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal));
        Assert.Equal(GeneratedOthers.Draw(5, 7, 16), PixelCodec.DecodeFile(_folder["others/noise/000007.png"]).Picture!.Pixels.ToArray());
    }

    [Fact]
    public void An_import_can_be_trained_on_and_a_bad_archive_exits_3()
    {
        Faces("faces", 30);
        for (int i = 0; i < 26; i++)
        {
            Directory.CreateDirectory(_folder[$"people/lfw/Person_{i}"]);
            File.Move(_folder[$"faces/train/{i:D6}.png"], _folder[$"people/lfw/Person_{i}/Person_{i}_0001.png"]);
        }

        System.IO.Compression.ZipFile.CreateFromDirectory(_folder["people"], _folder["people.zip"]);
        string[] line = ["data", "import", _folder["people.zip"], "--out", _folder["split"], "--json"];
        var run = CliRun.Of(line);
        Assert.True(run.ExitCode == ExitCodes.Ok, run.Error);
        Assert.Equal((26, 24, 1, 1), (Count("images"), Count("train"), Count("val"), Count("test")));
        Assert.Equal(24 * 16 * 16 * 3, Pixels(_folder["split"], "train").Length);
        Assert.Equal(ExitCodes.Usage, CliRun.Of(line).ExitCode);
        Assert.Equal(ExitCodes.Usage,
            CliRun.Of("data", "import", _folder["people.zip"], "--out", _folder["x"], "--train-people", "list.txt").ExitCode);
        File.WriteAllBytes(_folder["people.zip"], File.ReadAllBytes(_folder["people.zip"])[..500]);
        run = CliRun.Of("data", "import", _folder["people.zip"], "--out", _folder["x"]);
        Assert.Equal(ExitCodes.Data, run.ExitCode);
        Assert.Contains("people.zip", run.Error, StringComparison.Ordinal);

        int Count(string key) => run.Json.GetProperty(key).GetInt32();
    }

    [Fact]
    public void What_exists_is_not_overwritten()
    {
        Faces("faces", 3);
        string file = _folder["there.u8"];
        File.WriteAllText(file, "mine");

        Assert.Equal(ExitCodes.Usage, Faces("faces", 3).ExitCode);
        Assert.Equal(ExitCodes.Usage, CliRun.Of("data", "pixels", "--data", "faces:10", "--out", file).ExitCode);
        Assert.Equal("mine", File.ReadAllText(file));
    }

    [Fact]
    public void A_missing_or_empty_folder_exits_3_and_is_named()
    {
        Directory.CreateDirectory(_folder["empty"]);
        foreach (string name in new[] { "missing", "empty" })
        {
            var pixels = CliRun.Of("data", "pixels", "--data", _folder[name], "--out", _folder["x.u8"]);
            var train = CliRun.Of("train", "conv", "--data", _folder[name], "--out", _folder["run"], "--device", "cpu");

            Assert.Equal((ExitCodes.Data, ExitCodes.Data), (pixels.ExitCode, train.ExitCode));
            Assert.Contains(_folder[name], pixels.Error, StringComparison.Ordinal);
            Assert.Contains(_folder[name], train.Error, StringComparison.Ordinal);
            Assert.False(Path.Exists(_folder["x.u8"]));
        }
    }

    [Fact]
    public void A_bad_picture_is_named_counted_and_left_out()
    {
        Faces("faces", 120);
        Spoil("faces/train/000005.png");

        var run = CliRun.Of("data", "pixels", "--data", _folder["faces"], "--image-size", "16", "--out", _folder["x.u8"], "--json");

        Assert.Equal(ExitCodes.Ok, run.ExitCode);
        Assert.Equal((107, 1), (run.Json.GetProperty("images").GetInt32(), run.Json.GetProperty("bad").GetInt32()));
        Assert.Contains("000005.png", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_many_bad_pictures_exit_3_and_the_limit_can_be_raised()
    {
        Faces("faces", 120);
        Spoil("faces/train/000005.png", "faces/train/000006.png");
        string[] line = ["data", "pixels", "--data", _folder["faces"], "--image-size", "16", "--out", _folder["x.u8"]];

        var run = CliRun.Of(line);

        Assert.Equal(ExitCodes.Data, run.ExitCode);
        Assert.Contains("00000", run.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Ok, CliRun.Of([.. line, "--max-bad", "5%"]).ExitCode);
    }

    private CliRun Faces(string name, int count) =>
        CliRun.Of("data", "faces", "--out", _folder[name], "--count", $"{count}", "--image-size", "16");

    private byte[] Pixels(string data, string split)
    {
        string path = _folder[$"{Guid.NewGuid():N}.u8"];
        Assert.Equal(
            ExitCodes.Ok, CliRun.Of("data", "pixels", "--data", data, "--split", split, "--image-size", "16", "--out", path).ExitCode);
        return File.ReadAllBytes(path);
    }

    private void Spoil(params string[] names) => Array.ForEach(names, name => File.WriteAllText(_folder[name], "no picture"));
}
