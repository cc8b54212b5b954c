using System.Diagnostics;
using ILGpuAutoencoders.Cli.Terminal;
using ILGpuAutoencoders.Models;
using ILGpuAutoencoders.Models.Runs;
using ILGpuAutoencoders.Tests.Cli;
using ILGpuAutoencoders.Tests.TestKit;

namespace ILGpuAutoencoders.Tests.Long;

/// <summary>20 processes that want one run folder.</summary>
public sealed class StartTests : IDisposable
{
    private const int Count = 20;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact(Explicit = true)]
    public void One_of_20_starts_runs_and_its_lock_is_free_after_kill_9()
    {
        string run = _folder["run"];
        Race([.. TinyTraining.Options, "--epochs", "100000", "--out", run], run);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Root).Except([run]));
        Race(["train", "--resume", run, "--quiet"], run);
        TinyTraining.AssertWhole(run);
        LongRun.Report(
            "FS-3", $"2 x {Count} starts in one run folder, once anew and once with --resume: 1 runs, 19 exit 8, and the lock is free "
            + "after kill -9");
    }

    private static void Race(string[] words, string run)
    {
        Process[] processes = [.. Enumerable.Range(0, Count).Select(_ => LongRun.Start(words))];
        try
        {
            var limit = Stopwatch.StartNew();
            while (processes.Count(process => process.HasExited) < Count - 1 && limit.Elapsed < TimeSpan.FromMinutes(3))
            {
                Thread.Sleep(20);
            }

            Assert.Equal(Count - 1, processes.Count(process => process.HasExited && process.ExitCode == ExitCodes.Locked));
            Assert.True(RunFolder.IsLocked(run));
            var winner = processes.Single(process => !process.HasExited);
            while (!File.Exists(Path.Combine(run, RunFile.State)))
            {
                Thread.Sleep(20);
            }

            winner.Kill();
            winner.WaitForExit();
            Assert.False(RunFolder.IsLocked(run));
        }
        finally
        {
            foreach (var process in processes)
            {
                if (!process.HasExited)
                {
                    process.Kill();
                }

                process.Dispose();
            }
        }
    }
}
