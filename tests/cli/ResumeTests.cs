using System.Diagnostics;
using System.Security.Cryptography;
using ILGpuAutoencoders.Cli.Terminal;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Runs;
using ILGpuAutoencoders.Tests.TestKit;

namespace ILGpuAutoencoders.Tests.Cli;

public sealed class ResumeTests(TinyRun tiny) : IClassFixture<TinyRun>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_process_killed_at_any_moment_ends_as_one_never_killed()
    {
        string[] options = ["train", "conv", .. TinyRun.With("--epochs", "6"), "--quiet"];
        string whole = _folder["whole"];
        Assert.Equal(ExitCodes.Ok, CliRun.Of([.. options, "--out", whole]).ExitCode);
        var random = new Random(1);
        for (int i = 0; i < 5; i++)
        {
            string run = _folder[$"killed-{i}"];
            await CliRun.OfProcess([.. options, "--out", run], async process =>
            {
                // From when the run folder is there: most of what comes before is the start of the process.
                await Until(() => Directory.Exists(run), process);
                await Task.Delay(random.Next(250), TestContext.Current.CancellationToken);
                process.Kill();
            });

            var resumed = CliRun.Of("train", "--resume", run, "--json");
            Assert.True(resumed.ExitCode == ExitCodes.Ok, resumed.Error);
            Assert.Equal(6, resumed.Json.GetProperty("epochs").GetInt32());
            Assert.Equal(Fingerprint(whole), Fingerprint(run));
        }
    }

    [Theory]
    [InlineData("INT", ExitCodes.Interrupted)]
    [InlineData("TERM", ExitCodes.Terminated)]
    public async Task A_signal_saves_and_says_how_to_go_on(string signal, int exitCode)
    {
        SkipWithoutSignals();
        string run = _folder["run"];
        var stopped = await CliRun.OfProcess(["train", "conv", .. TinyRun.With("--epochs", "100000"), "--out", run], async process =>
        {
            await Until(() => File.Exists(Path.Combine(run, "last.safetensors")), process);
            await Send(signal, process);
        });

        Assert.True(stopped.ExitCode == exitCode, stopped.Error);
        Assert.Contains($"resume with: ilgpu-ae train --resume {run}", stopped.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Ok, CliRun.Of("evaluate", run, "--no-pca", "--device", "cpu").ExitCode);
        int epochs = File.ReadAllLines(Path.Combine(run, "metrics.csv")).Length;
        var resumed = CliRun.Of("train", "--resume", run, "--epochs", $"{epochs}");
        Assert.True(resumed.ExitCode == ExitCodes.Ok, resumed.Error);
        Assert.Contains($"epochs 100000 -> {epochs}", resumed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_signal_leaves_within_a_step()
    {
        SkipWithoutSignals();
        string run = _folder["run"], events = Path.Combine(run, "events.jsonl");
        // A step of these sizes takes the simulator many minutes.
        string[] options =
            ["train", "conv", "--preset", "plain", "--data", "faces:60", "--device", "simulator", "--out", run, "--quiet"];
        var stopped = await CliRun.OfProcess(options, async process =>
        {
            await Until(() => File.Exists(events) && File.ReadAllText(events).Contains("\"start\"", StringComparison.Ordinal), process);
            await Send("INT", process);
            await Task.Delay(200, TestContext.Current.CancellationToken);
            Assert.False(process.HasExited);
            await Send("INT", process);
        });

        Assert.Equal(ExitCodes.Interrupted, stopped.ExitCode);
        Assert.False(File.Exists(Path.Combine(run, "last.state.safetensors")));
    }

    [Theory]
    [InlineData("as it is", false)]
    [InlineData("other", true)]
    [InlineData("damaged", false)]
    [InlineData("gone", false)]
    public void Other_vector_instructions_than_at_the_start_are_a_warning(string report, bool isSaid)
    {
        string run = _folder["run"], file = Path.Combine(run, "environment.json");
        Assert.Equal(ExitCodes.Ok, CliRun.Of(["train", "conv", .. TinyRun.With("--epochs", "1"), "--out", run]).ExitCode);
        string text = File.ReadAllText(file);
        Assert.Contains($"\"arithmetic\":\"cpu ({SimdDevice.Instructions})\"", text, StringComparison.Ordinal);
        switch (report)
        {
            case "other":
                File.WriteAllText(file, text.Replace($"({SimdDevice.Instructions})\"", "(other)\"", StringComparison.Ordinal));
                break;
            case "damaged":
                File.WriteAllText(file, text[..^9]);
                break;
            case "gone":
                File.Delete(file);
                break;
        }

        var resumed = CliRun.Of("train", "--resume", run, "--epochs", "2");

        Assert.True(resumed.ExitCode == ExitCodes.Ok, resumed.Error);
        Assert.Equal(isSaid, resumed.Error.Contains("began on cpu (other) and goes on on cpu (", StringComparison.Ordinal));
    }

    [Fact]
    public void A_finished_run_exits_0_at_once()
    {
        var run = CliRun.Of("train", "--resume", tiny.Run, "--json");

        Assert.Equal(ExitCodes.Ok, run.ExitCode);
        Assert.Equal((2, "epochs"), (run.Json.GetProperty("epochs").GetInt32(), run.Json.GetProperty("stopped_by").GetString()));
    }

    [Theory]
    [InlineData("--lr 0.5", "lr:")]
    [InlineData("--seed 3", "seed:")]
    [InlineData("mlp", "model:")]
    [InlineData("--out elsewhere", "--out:")]
    [InlineData("--config other.yaml", "'other.yaml' does not exist")]
    public void What_cannot_change_exits_2_and_is_named(string words, string said)
    {
        var run = CliRun.Of(["train", "--resume", tiny.Run, .. words.Split(' ')]);

        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Contains(said, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_run_exits_4_and_a_busy_one_8()
    {
        Assert.Equal(ExitCodes.Checkpoint, CliRun.Of("train", "--resume", _folder["missing"]).ExitCode);
        using var folder = RunFolder.Create(_folder["busy"], "conv", ("config.yaml", "model: conv\n"));
        Assert.Equal(ExitCodes.Locked, CliRun.Of("train", "--resume", _folder["busy"]).ExitCode);
    }

    private static void SkipWithoutSignals()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("There are no signals to send on Windows.");
        }
    }

    private static async Task Until(Func<bool> holds, Process process)
    {
        while (!holds() && !process.HasExited)
        {
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }

    private static async Task Send(string signal, Process process)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    private static string[] Fingerprint(string run) =>
    [
        .. from name in (string[])["best.safetensors", "last.safetensors", "last.state.safetensors"]
           select Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(Path.Combine(run, name)))),
        .. TinyTraining.TimelessRows(run),
    ];
}
