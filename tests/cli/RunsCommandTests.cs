using ILGpuAutoencoders.Cli.Terminal;
using ILGpuAutoencoders.Models;
using ILGpuAutoencoders.Tests.TestKit;

namespace ILGpuAutoencoders.Tests.Cli;

/// <summary>Runs of a folder as a table, beside each other, and by the name of the newest.</summary>
public sealed class RunsCommandTests(RunsCommandTests.Runs runs) : IClassFixture<RunsCommandTests.Runs>
{
    [Fact]
    public void Runs_are_listed_newest_first_and_damaged_ones_are_told()
    {
        var run = CliRun.Of("runs", runs["list"], "--json");

        Assert.True(run.ExitCode == ExitCodes.Ok, run.Error);
        var listed = run.Json.GetProperty("runs").EnumerateArray().ToDictionary(each => each.GetProperty("name").GetString()!);
        Assert.Equal(["damaged", "later", "older", Path.Combine("tour", "first")], listed.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(["later", "older"], listed.Keys.Where(name => name is "later" or "older"));
        var later = listed["later"];
        Assert.Equal(("shallow", "faces:20", 1, 3), (
            later.GetProperty("model").GetString(), later.GetProperty("data").GetString(), later.GetProperty("latent").GetInt32(),
            later.GetProperty("epochs").GetInt32()));
        string best = File.ReadAllLines(runs["list/later/metrics.csv"]).Skip(1).MinBy(
            row => double.Parse(row.Split(',')[3], System.Globalization.CultureInfo.InvariantCulture))!;
        Assert.Equal(
            double.Parse(best.Split(',')[6], System.Globalization.CultureInfo.InvariantCulture),
            later.GetProperty("val_psnr").GetDouble(), 12);
        Assert.InRange(later.GetProperty("pca_psnr").GetDouble(), 5, 60);
        Assert.Contains("names no model", listed["damaged"].GetProperty("problem").GetString(), StringComparison.Ordinal);

        string[] lines = CliRun.Of("runs", runs["list"]).Output.Split('\n');
        Assert.Matches(@"^later\s+shallow\s+faces:20\s+1\s+3/3\s+[\d.]+ dB\s+[\d.]+ dB\s+\d{4}-\d\d-\d\d \d\d:\d\d$", lines[2]);
        Assert.Contains(lines, line => line.StartsWith("damaged: ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("no-such-folder", ExitCodes.Checkpoint, "There is no folder")]
    [InlineData("empty", ExitCodes.Checkpoint, "There is no run below")]
    public void Without_runs_it_exits_4(string folder, int code, string said)
    {
        var run = CliRun.Of("runs", runs[folder]);

        Assert.Equal(code, run.ExitCode);
        Assert.Contains(said, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_with_options_of_another_version_is_a_line_of_the_table()
    {
        string config = runs["list/older/config.yaml"], text = File.ReadAllText(config);
        File.WriteAllText(config, text + "warp-factor: 9\n");
        try
        {
            var run = CliRun.Of("runs", runs["list"]);

            Assert.Equal(ExitCodes.Ok, run.ExitCode);
            Assert.Contains("'warp-factor'", run.Output, StringComparison.Ordinal);
            Assert.Contains("later", run.Output, StringComparison.Ordinal);
        }
        finally
        {
            File.WriteAllText(config, text);
        }
    }

    [Theory]
    [InlineData("evaluate", "--no-pca")]
    [InlineData("inspect")]
    [InlineData("report")]
    public void A_folder_of_runs_stands_for_its_newest(string command, params string[] more)
    {
        string[] compute = command == "inspect" ? [] : ["--device", "cpu"];
        var run = CliRun.Of([command, runs["pair"], .. more, .. compute]);

        Assert.True(run.ExitCode == ExitCodes.Ok, run.Error);
        Assert.Contains($"run: {runs["pair/b"]}", run.Error, StringComparison.Ordinal);
        Assert.Equal(CliRun.Of([command, runs["pair/b"], .. more, .. compute]).Output, run.Output);
    }

    [Fact]
    public void Resuming_a_folder_of_runs_resumes_its_newest()
    {
        var run = CliRun.Of("train", "--resume", runs["pair"], "--json");

        Assert.True(run.ExitCode == ExitCodes.Ok, run.Error);
        Assert.Equal(runs["pair/b"], run.Json.GetProperty("run").GetString());
    }

    [Fact]
    public async Task Latest_is_the_newest_below_runs()
    {
        var run = await CliRun.OfShell(
            $"$AE inspect latest; echo $?; mkdir -p runs; cp -r '{runs["pair"]}' runs/shallow; "
            + "$AE evaluate latest --no-pca --json --device cpu",
            runs["empty"]);

        Assert.StartsWith("4", run.Output, StringComparison.Ordinal);
        Assert.Contains("There is no run below 'runs'", run.Error, StringComparison.Ordinal);
        Assert.Contains($"run: {Path.Combine("runs", "shallow", "b")}", run.Error, StringComparison.Ordinal);
        Assert.Contains("\"psnr\":", run.Output, StringComparison.Ordinal);
        Directory.Delete(Path.Combine(runs["empty"], "runs"), recursive: true);
    }

    [Fact]
    public void Compared_runs_have_metrics_their_differences_and_a_page()
    {
        string page = runs["compare.html"];
        var run = CliRun.Of("compare", runs["list/older"], runs["list/later"], "--out", page, "--device", "cpu", "--json");

        Assert.True(run.ExitCode == ExitCodes.Ok, run.Error);
        Assert.True(run.Json.GetProperty("same_pictures").GetBoolean());
        foreach (var (i, name) in ((string[])["older", "later"]).Index())
        {
            var alone = CliRun.Of("evaluate", runs[$"list/{name}"], "--device", "cpu", "--json").Json;
            Assert.Equal(
                alone.GetProperty("psnr").GetDouble(),
                run.Json.GetProperty("runs")[i].GetProperty("evaluation").GetProperty("psnr").GetDouble(), 12);
        }

        var options = run.Json.GetProperty("options");
        Assert.Equal(["epochs", "lr"], options.EnumerateObject().Select(option => option.Name));
        Assert.Equal(["0.001", "0.002"], options.GetProperty("lr").EnumerateArray().Select(value => value.GetString()));
        string html = File.ReadAllText(page);
        Assert.All(
            (string[])["<h2>Options that differ</h2>", "<h2>Side by side</h2>", "data:image/", ">older<", ">later<"],
            part => Assert.Contains(part, html, StringComparison.Ordinal));
        Assert.DoesNotContain(runs["list"], html, StringComparison.Ordinal);
        Assert.Equal(
            ExitCodes.Usage, CliRun.Of("compare", runs["list/older"], runs["list/later"], "--out", page, "--device", "cpu").ExitCode);
    }

    [Fact]
    public void A_run_that_cannot_be_read_is_told_and_the_others_are_compared()
    {
        var run = CliRun.Of("compare", runs["list/older"], runs["list/damaged"], runs["list/later"], "--device", "cpu");

        Assert.True(run.ExitCode == ExitCodes.Ok, run.Error);
        Assert.Contains($"'{runs["list/damaged"]}' is left out", run.Error, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^lr\s+0.001\s+0.002$", run.Output);
        Assert.Equal(ExitCodes.Checkpoint, CliRun.Of("compare", runs["list/damaged"], runs["list/damaged"], "--device", "cpu").ExitCode);
        Assert.Equal(ExitCodes.Usage, CliRun.Of("compare", runs["list/older"]).ExitCode);
    }

    /// <summary>Two runs that differ, a damaged one, one further down, a pair, and an empty folder.</summary>
    public sealed class Runs : IDisposable
    {
        private readonly TemporaryFolder _folder = new();

        public Runs()
        {
            TinyTraining.Run(this["list/older"], epochs: 1);
            TinyTraining.Run(this["list/later"], epochs: 3, "--lr", "0.002");
            TinyTraining.Copy(this["list/older"], this["list/tour/first"]);
            foreach (string name in (string[])["a", "b"])
            {
                TinyTraining.Copy(this["list/older"], this[$"pair/{name}"]);
                string year = name == "a" ? "2025" : "2026";
                File.WriteAllText(this[$"pair/{name}/{RunFile.Environment}"], $"{{\"started\":\"{year}-02-03T04:05:06+00:00\"}}");
            }

            Directory.CreateDirectory(this["empty"]);
            TinyTraining.Copy(this["list/older"], this["list/damaged"]);
            File.WriteAllText(this[$"list/damaged/{RunFile.Config}"], "");
            File.WriteAllBytes(this[$"list/damaged/{RunFile.Best}"], [1, 2, 3]);
        }

        internal string this[string name] => _folder[name];

        public void Dispose() => _folder.Dispose();
    }
}
