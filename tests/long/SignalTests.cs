using System.Diagnostics;
using ILGpuAutoencoders.Cli.Terminal;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models;
using ILGpuAutoencoders.Tests.Cli;
using ILGpuAutoencoders.Tests.TestKit;

namespace ILGpuAutoencoders.Tests.Long;

/// <summary>Signals at random moments, from the first instruction to the report.</summary>
public sealed class SignalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory(Explicit = true)]
    [InlineData("INT", ExitCodes.Interrupted)]
    [InlineData("TERM", ExitCodes.Terminated)]
    [InlineData("HUP", ExitCodes.HungUp)]
    public void After_30_signals_training_ends_with_the_same_bits(string signal, int exitCode)
    {
        const int Signals = 30;
        string[] train = [.. Training(), "--epochs", "12"];
        var duration = LongRun.Whole(train, _folder["whole"]);
        string[] whole = TinyTraining.Fingerprint(_folder["whole"]);
        var random = new Random(signal.Length);
        int stopped = 0, withoutRun = 0, unfinished = 0;
        for (int i = 0; i < Signals; i++)
        {
            string run = _folder[$"{i}"];
            using var process = LongRun.Start([.. train, "--out", run]);
            Thread.Sleep(TimeSpan.FromMilliseconds(random.NextDouble() * duration.TotalMilliseconds));
            LongRun.Send(signal, process);
            process.StandardOutput.ReadToEnd();
            string error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == exitCode || process.ExitCode == ExitCodes.Ok, $"exit {process.ExitCode}: {error}");
            stopped += process.ExitCode == exitCode ? 1 : 0;
            if (!Directory.Exists(run))
            {
                withoutRun++;
                continue;
            }

            unfinished += File.ReadAllLines(Path.Combine(run, RunFile.Metrics)).Length < 13 ? 1 : 0;
            var resumed = CliRun.Of("train", "--resume", run, "--quiet");
            Assert.True(resumed.ExitCode == ExitCodes.Ok, resumed.Error);
            Assert.Equal(whole, TinyTraining.Fingerprint(run));
        }

        LongRun.Report(
            "SIG-1", $"{Signals} SIG{signal}: {stopped} exits with {exitCode}, {withoutRun} before there was a run, {unfinished} within "
            + "training, all others resumed to the same bits");
        Assert.InRange(stopped, Signals / 2, Signals);
        Assert.InRange(unfinished, 5, Signals);
    }

    /// <summary>Commands on a few hundred pictures, so that there is a middle to stop them in.</summary>
    [Theory(Explicit = true)]
    [InlineData("evaluate RUN --split train")]
    [InlineData("reconstruct RUN faces --out OUT")]
    [InlineData("denoise RUN faces --add-noise 0.1 --levels --out OUT")]
    [InlineData("embed RUN faces --out OUT.csv")]
    [InlineData("neighbours RUN faces/test --in faces/train --out OUT.png")]
    [InlineData("compress RUN faces --out OUT")]
    [InlineData("anomaly calibrate RUN --data faces")]
    [InlineData("report RUN")]
    [InlineData("data faces --count 100000 --out OUT")]
    [InlineData("train conv --data faces --image-size 64 --latent 64 --epochs 1 --out OUT")]
    [InlineData("sweep shallow --data faces --image-size 64 --latent 8,16 --epochs 2 --out OUT")]
    public void Every_command_ends_within_a_second_of_SIGTERM(string command)
    {
        string[] options = ["--data", _folder["faces"], "--image-size", "64", "--latent", "64", "--epochs", "1", "--device", "cpu"];
        Assert.Equal(ExitCodes.Ok, CliRun.Of("data", "faces", "--out", _folder["faces"], "--count", "2000", "--image-size", "64").ExitCode);
        Assert.Equal(
            ExitCodes.Ok, CliRun.Of(["train", "conv", .. options, "--max-steps", "2", "--quiet", "--out", _folder["run"]]).ExitCode);
        var random = new Random(command.Length);
        var longest = TimeSpan.Zero;
        int stopped = 0;
        const int Signals = 5;
        for (int i = 0; i < Signals; i++)
        {
            string[] words = [.. command.Split(' ').Select(word => word.Replace("OUT", _folder[$"out-{i}"], StringComparison.Ordinal)
                .Replace("RUN", _folder["run"], StringComparison.Ordinal))];
            words = [.. words.Select(
                word => word.StartsWith("faces", StringComparison.Ordinal) && words[0] != "data" ? _folder[word] : word)];
            using var process = LongRun.Start(words);
            process.OutputDataReceived += (_, _) => { };
            process.ErrorDataReceived += (_, _) => { };
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            Thread.Sleep(random.Next(500, 3_000));
            var clock = Stopwatch.StartNew();
            LongRun.Send("TERM", process);
            process.WaitForExit();
            if (process.ExitCode == ExitCodes.Terminated)
            {
                stopped++;
                longest = clock.Elapsed > longest ? clock.Elapsed : longest;
            }
            else
            {
                Assert.Equal(ExitCodes.Ok, process.ExitCode);
            }
        }

        LongRun.Report("SIG-4", $"{command}: {stopped} of {Signals} stopped, the longest end took {longest.TotalMilliseconds:F0} ms");
        Assert.InRange(longest.TotalSeconds, 0, 1.5);
    }

    [Fact(Explicit = true)]
    public void A_second_signal_while_saving_leaves_at_once_and_the_earlier_checkpoint_loads()
    {
        const int Signals = 20;
        var random = new Random(3);
        var longest = TimeSpan.Zero;
        int atOnce = 0;
        for (int i = 0; i < Signals; i++)
        {
            // One batch an epoch and 19 MB of state: what it does is save.
            string run = _folder[$"{i}"], state = Path.Combine(run, RunFile.State);
            using var process = LongRun.Start(
                ["train", "mlp", "--data", "faces:20", "--image-size", "16", "--latent", "8", "--epochs", "100000", "--device", "cpu",
                    "--out", run]);
            while (!File.Exists(state) && !process.HasExited)
            {
                Thread.Sleep(5);
            }

            Thread.Sleep(random.Next(300));
            LongRun.Send("INT", process);
            Thread.Sleep(random.Next(40));
            var clock = Stopwatch.StartNew();
            LongRun.Send("INT", process);
            process.WaitForExit();
            longest = clock.Elapsed > longest ? clock.Elapsed : longest;
            atOnce += process.StandardError.ReadToEnd().Contains("resume with", StringComparison.Ordinal) ? 0 : 1;
            Assert.Equal(ExitCodes.Interrupted, process.ExitCode);
            TinyTraining.AssertWhole(run);
            Directory.Delete(run, recursive: true);
        }

        LongRun.Report(
            "SIG-2", $"{Signals} second signals, {atOnce} of them before the save was done; the longest exit took "
            + $"{longest.TotalMilliseconds:F0} ms; every checkpoint loads");
        Assert.InRange(atOnce, 1, Signals);
    }

    /// <summary>Of pictures that must be decoded.</summary>
    private string[] Training()
    {
        Directory.CreateDirectory(_folder["pictures/train"]);
        Directory.CreateDirectory(_folder["pictures/val"]);
        for (int i = 0; i < 120; i++)
        {
            PixelCodec.SavePng(
                new Picture(64, 64, GeneratedFaces.Draw(0, i, 64)), _folder[$"pictures/{(i < 110 ? "train" : "val")}/{i}.png"]);
        }

        string[] options = [.. TinyTraining.Options];
        options[1] = "conv";
        options[Array.IndexOf(options, "--data") + 1] = _folder["pictures"];
        return options;
    }
}
