using ILGpuAutoencoders.Cli.Terminal;

namespace ILGpuAutoencoders.Tests.Cli;

public sealed class LatentCommandTests : IClassFixture<TinyRun>, IDisposable
{
    private readonly TinyRun _tiny;
    private readonly TemporaryFolder _folder = new();

    public LatentCommandTests(TinyRun tiny)
    {
        _tiny = tiny;
        CliRun.Of("data", "faces", "--out", _folder["faces"], "--count", "10", "--image-size", "16");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Embedding_overwrites_neither_vectors_nor_names()
    {
        string[] line = ["embed", _tiny.Run, _folder["faces/train"], "--out", _folder["z.npy"], "--device", "cpu", "--json"];
        var run = CliRun.Of(line);

        Assert.True(run.ExitCode == ExitCodes.Ok, run.Error);
        Assert.Equal((8, 8), (run.Json.GetProperty("images").GetInt32(), run.Json.GetProperty("latent").GetInt32()));
        Assert.Equal(ExitCodes.Usage, CliRun.Of(line).ExitCode);
        File.Delete(_folder["z.npy"]);
        Assert.Equal(ExitCodes.Usage, CliRun.Of(line).ExitCode);
        Assert.Equal(
            ExitCodes.Usage, CliRun.Of("embed", _tiny.Run, _folder["faces/train"], "--out", _folder["z.txt"], "--device", "cpu").ExitCode);
        Assert.Equal(ExitCodes.Checkpoint,
            CliRun.Of("embed", _folder["none"], _folder["faces/train"], "--out", _folder["y.npy"], "--device", "cpu").ExitCode);
        Assert.Equal(ExitCodes.Data, CliRun.Of("embed", _tiny.Run, _folder["none"], "--out", _folder["y.npy"], "--device", "cpu").ExitCode);
    }

    [Fact]
    public void A_family_without_latent_vectors_exits_2()
    {
        var training = CliRun.Of(["train", "unet", .. TinyRun.Options, "--max-steps", "1", "--out", _folder["unet"], "--quiet"]);
        Assert.True(training.ExitCode == ExitCodes.Ok, training.Error);

        foreach (string command in new[] { "embed", "compress" })
        {
            var run = CliRun.Of(command, _folder["unet"], _folder["faces/train"], "--out", _folder["z.npy"], "--device", "cpu");
            Assert.Equal(ExitCodes.Usage, run.ExitCode);
            Assert.Contains("unet", run.Error, StringComparison.Ordinal);
            Assert.False(Path.Exists(_folder["z.npy"]));
        }
    }

    [Fact]
    public void Neighbours_are_a_table_and_a_grid()
    {
        string query = _folder["faces/train/000000.png"];
        string[] line = ["neighbours", _tiny.Run, query, "--in", _folder["faces"], "--top", "2", "--out", _folder["n.png"], "--device",
            "cpu", "--quiet"];
        var run = CliRun.Of(line);

        Assert.True(run.ExitCode == ExitCodes.Ok, run.Error);
        Assert.Contains("rank", run.Output, StringComparison.Ordinal);
        Assert.Contains("top 1", run.Output, StringComparison.Ordinal);
        Assert.Contains("PCA-8", run.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(_folder["n.png"]));
        Assert.Equal(ExitCodes.Usage, CliRun.Of(line).ExitCode);
        Assert.Equal(ExitCodes.Data,
            CliRun.Of("neighbours", _tiny.Run, query, "--in", _folder["none"], "--out", _folder["m.png"], "--device", "cpu").ExitCode);
    }

    /// <summary>The answer, then the first five rows; the file has all.</summary>
    [Fact]
    public void Neighbours_of_many_are_the_nearest_of_each_and_a_file_of_all()
    {
        string csv = _folder["near.csv"];
        string[] line = ["neighbours", _tiny.Run, _folder["faces/train"], "--in", _folder["faces"], "--top", "2", "--no-accuracy",
            "--out", _folder["many.png"], "--csv", csv, "--device", "cpu", "--quiet"];
        var run = CliRun.Of(line);

        Assert.True(run.ExitCode == ExitCodes.Ok, run.Error);
        string[] written = File.ReadAllLines(csv), shown = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        int queries = Directory.GetFiles(_folder["faces/train"]).Length;
        Assert.Equal("file,rank,distance,folder,neighbour", written[0]);
        Assert.Equal(1 + (2 * queries), written.Length);
        Assert.Equal($"{2 * queries} neighbours of {queries} pictures, space: whitened; grid: {_folder["many.png"]}", shown[0]);
        Assert.StartsWith("the nearest of each, the farthest first, of pictures in ", shown[1], StringComparison.Ordinal);
        Assert.Equal($"{(2 * queries) - 5} more pictures: --all lists them, --csv FILE writes them.", shown[^1]);
    }

    [Fact]
    public void A_walk_is_written_once()
    {
        string[] line =
            ["interpolate", _tiny.Run, _folder["faces/train/000000.png"], _folder["faces/val/000008.png"], "--out", _folder["w.png"],
                "--steps", "3", "--device", "cpu", "--json"];
        var run = CliRun.Of(line);

        Assert.True(run.ExitCode == ExitCodes.Ok, run.Error);
        Assert.Equal(3, run.Json.GetProperty("steps").GetInt32());
        Assert.True(File.Exists(_folder["w.png"]));
        Assert.Equal(ExitCodes.Usage, CliRun.Of(line).ExitCode);
        Assert.Equal(
            ExitCodes.Data,
            CliRun.Of("interpolate", _tiny.Run, _folder["none.png"], _folder["faces/val/000008.png"], "--out", _folder["v.png"], "--device",
                "cpu").ExitCode);
    }
}
