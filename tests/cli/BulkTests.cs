using ILGpuAutoencoders.Cli.Terminal;

namespace ILGpuAutoencoders.Tests.Cli;

/// <summary>Many pictures at once: what comes out for one does not depend on the others, however they are named.</summary>
public sealed class BulkTests : IClassFixture<TinyRun>, IDisposable
{
    private const int Count = 140;

    private readonly TinyRun _tiny;
    private readonly TemporaryFolder _folder = new();
    private readonly string[] _files;

    public BulkTests(TinyRun tiny)
    {
        _tiny = tiny;
        _files = SomePictures.Write(_folder["others"], Count);
        File.WriteAllText(_files[70], "no picture");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Vectors_of_many_pictures_are_those_of_parts_of_them()
    {
        var all = Run("embed", "all.csv", _folder["others"]);
        Assert.Contains($"{_files[70]}", all.Error, StringComparison.Ordinal);
        Assert.Contains("Skipped 1 of 140 pictures", all.Error, StringComparison.Ordinal);
        string[] rows = File.ReadAllLines(_folder["all.csv"]);
        Assert.Equal(Count, rows.Length);

        // The place in a batch, and the number of batches.
        Run("embed", "part.csv", _files[9..83]);
        Assert.Equal(rows[10..83], File.ReadAllLines(_folder["part.csv"])[1..]);
        Run("embed", "one.csv", _files[101]);
        Assert.Equal(rows[101], File.ReadAllLines(_folder["one.csv"])[1]);
    }

    [Fact]
    public void Scores_verdicts_and_overlays_do_not_depend_on_the_number_of_pictures()
    {
        MustWork("anomaly", "calibrate", _tiny.Run, "--data", "faces:60", "--device", "cpu");
        MustWork("anomaly", "score", _tiny.Run, _folder["others"], "--out", _folder["all.csv"], "--overlay", _folder["maps"], "--device",
            "cpu", "--quiet");
        string[] rows = File.ReadAllLines(_folder["all.csv"]);
        Assert.Equal(Count, rows.Length);
        MustWork(["anomaly", "score", _tiny.Run, .. _files[100..103], "--out", _folder["some.csv"], "--overlay", _folder["few"], "--device",
            "cpu", "--quiet"]);
        Assert.Equal(rows[100..103], File.ReadAllLines(_folder["some.csv"])[1..]);
        Assert.Equal(Count, Directory.GetFiles(_folder["maps"]).Length);
        string name = Path.GetFileName(_files[100]);
        Assert.Equal(File.ReadAllBytes(_folder[$"maps/00100-{name}"]), File.ReadAllBytes(_folder[$"few/00001-{name}"]));
    }

    [Theory]
    [InlineData("reconstruct")]
    [InlineData("denoise")]
    public void Pictures_that_are_written_do_not_depend_on_the_number_of_pictures(string command)
    {
        MustWork(command, _tiny.Run, _folder["others"], "--out", _folder["all"], "--device", "cpu", "--quiet");
        Assert.Equal(Count, Directory.GetFiles(_folder["all"]).Length);
        MustWork([command, _tiny.Run, .. _files[120..122], "--out", _folder["two"], "--device", "cpu", "--quiet"]);
        foreach (string name in _files[120..122].Select(file => Path.GetFileName(file)!))
        {
            Assert.Equal(File.ReadAllBytes(_folder[$"all/{name}"]), File.ReadAllBytes(_folder[$"two/{name}"]));
        }
    }

    [Fact]
    public void A_list_names_pictures_like_words()
    {
        Run("embed", "words.npy", [.. _files[..5], _folder["others/1"]]);
        File.WriteAllText(_folder["list.txt"], string.Join("\r\n", _files[2..5]) + $"\n\n{_folder["others/1"]}\n");
        Run("embed", "list.npy", [.. _files[..2], "--inputs-from", _folder["list.txt"]]);
        foreach (string ending in new[] { "", ".names.txt" })
        {
            Assert.Equal(File.ReadAllBytes(_folder[$"words.npy{ending}"]), File.ReadAllBytes(_folder[$"list.npy{ending}"]));
        }
    }

    [Fact]
    public async Task A_list_comes_through_a_pipe()
    {
        var run = await CliRun.OfShell(
            $"find others/1 -name '*.png' | sort | $AE embed '{_tiny.Run}' --inputs-from - --out z.csv --device cpu --quiet",
            _folder.Root);
        Assert.True(run.ExitCode == ExitCodes.Ok, run.Error);
        // One is bad, and one row is the header.
        Assert.Equal(Directory.GetFiles(_folder["others/1"]).Length, File.ReadAllLines(_folder["z.csv"]).Length);
    }

    [Theory]
    [InlineData("\n\n", ExitCodes.Data, "is empty")]
    [InlineData("others\n\nothers/none.png\n", ExitCodes.Data, "line 3: there is no picture 'others/none.png'")]
    [InlineData(null, ExitCodes.Data, "cannot be read")]
    public void A_bad_list_is_refused_before_anything_is_done(string? list, int code, string message)
    {
        if (list is not null)
        {
            File.WriteAllText(_folder["list.txt"], list.Replace("others\n", _folder["others"] + "\n", StringComparison.Ordinal));
        }

        var run = CliRun.Of("embed", _tiny.Run, "--inputs-from", _folder["list.txt"], "--out", _folder["z.npy"], "--device", "cpu");
        Assert.Equal(code, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["z.npy"]));
    }

    [Fact]
    public void Without_words_and_list_there_is_nothing_to_read()
    {
        foreach (string[] command in (string[][])[["embed"], ["denoise"], ["reconstruct"], ["anomaly", "score"]])
        {
            var run = CliRun.Of([.. command, _tiny.Run, "--out", _folder["z.npy"], "--device", "cpu"]);
            Assert.Equal(ExitCodes.Usage, run.ExitCode);
            Assert.Contains("--inputs-from", run.Error, StringComparison.Ordinal);
        }
    }

    private CliRun Run(string command, string file, params string[] inputs) =>
        MustWork([command, _tiny.Run, .. inputs, "--out", _folder[file], "--device", "cpu"]);

    private static CliRun MustWork(params string[] args)
    {
        var run = CliRun.Of(args);
        Assert.True(run.ExitCode == ExitCodes.Ok, run.Error);
        return run;
    }
}
