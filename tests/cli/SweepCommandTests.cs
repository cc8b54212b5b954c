using ILGpuAutoencoders.Cli.Terminal;

namespace ILGpuAutoencoders.Tests.Cli;

public sealed class SweepCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_sweep_is_a_table_and_four_files()
    {
        string[] line =
        [
            "sweep", "conv", "--latent", "2,3", "--loss", "mae", "--seeds", "5", "--data", "faces:40", "--image-size", "16", "--epochs",
            "1", "--device", "cpu",
            "--out", _folder["sweep"],
        ];
        var run = CliRun.Of([.. line, "--json"]);

        Assert.True(run.ExitCode == ExitCodes.Ok, run.Error);
        Assert.Equal([2, 3], run.Json.GetProperty("rows").EnumerateArray().Select(row => row.GetProperty("latent").GetInt32()));
        Assert.Equal(
            ["conv-2-mae-5", "conv-3-mae-5", "report.html", "sweep.csv", "sweep.json", "sweep.md"],
            Directory.GetFileSystemEntries(_folder["sweep"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        run = CliRun.Of([.. line, "--quiet"]);
        Assert.True(run.ExitCode == ExitCodes.Ok, run.Error);
        Assert.Contains("images/s", run.Output, StringComparison.Ordinal);
        run = CliRun.Of([.. line, "--lr", "1e-3,3e-4,0.001", "--json"]);
        Assert.True(run.ExitCode == ExitCodes.Ok, run.Error);
        Assert.Equal(
            ["0.001", "0.0003", "0.001", "0.0003"],
            run.Json.GetProperty("rows").EnumerateArray().Select(row => row.GetProperty("options").GetProperty("lr").GetString()));
        run = CliRun.Of([.. line, "--latent", "two"]);
        Assert.Equal(ExitCodes.Usage, run.ExitCode);
    }

    [Fact]
    public void Shards_train_the_runs_and_the_command_without_one_makes_the_table()
    {
        string[] LineTo(string name) =>
        [
            "sweep", "shallow", "--latent", "2,3", "--seeds", "5", "--data", "faces:40", "--image-size", "16", "--epochs", "1", "--device",
            "cpu", "--out", _folder[name], "--json",
        ];
        var whole = CliRun.Of(LineTo("whole"));
        for (int number = 2; number >= 1; number--)
        {
            var run = CliRun.Of([.. LineTo("parts"), "--shard", $"{number}/2"]);
            Assert.True(run.ExitCode == ExitCodes.Ok, run.Error);
            Assert.Equal($"{number}/2", run.Json.GetProperty("shard").GetString());
            Assert.Equal(3 - number, Directory.GetFileSystemEntries(_folder["parts"]).Length);
        }

        var table = CliRun.Of(LineTo("parts"));
        Assert.True(table.ExitCode == ExitCodes.Ok, table.Error);
        Assert.Equal(Scores(whole), Scores(table));
        Assert.Equal(ExitCodes.Usage, CliRun.Of([.. LineTo("more"), "--shard", "1/3"]).ExitCode);
        Assert.False(Directory.Exists(_folder["more"]));

        static IEnumerable<string> Scores(CliRun run) => run.Json.GetProperty("rows").EnumerateArray().Select(
            row => $"{row.GetProperty("latent")} {row.GetProperty("mse")} {row.GetProperty("pca_psnr")}");
    }

    [Theory]
    [InlineData("--latent", "2,none")]
    [InlineData("--loss", "hinge")]
    [InlineData("--seeds", "-1")]
    [InlineData("--latent", "0")]
    [InlineData("--lr", "1e-3,fast")]
    [InlineData("--batch-size", "16,0")]
    [InlineData("--device", "cpu,cuda")]
    public void A_bad_list_exits_2(string option, string value)
    {
        var run = CliRun.Of("sweep", "conv", "--data", "faces:40", "--out", _folder["sweep"], option, value);

        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.False(Directory.Exists(_folder["sweep"]));
    }
}
