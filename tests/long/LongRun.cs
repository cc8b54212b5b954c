using System.Diagnostics;
using ILGpuAutoencoders.Tests.TestKit;

namespace ILGpuAutoencoders.Tests.Long;

/// <summary>Processes that are disturbed, and the line that is said of it.</summary>
internal static class LongRun
{
    /// <summary>A line for docs/reliability.md.</summary>
    internal static void Report(string id, string what) => Console.Error.WriteLine($"{id}: {what}");

    /// <summary>
    /// Starts the program with signals as a terminal has them: a shell's background jobs ignore SIGINT, and children inherit that.
    /// </summary>
    internal static Process Start(string[] words, bool readsOutput = true, string dll = "ilgpu-ae.dll")
    {
        var start = new ProcessStartInfo(
            "env", ["--default-signal=HUP,INT,TERM", "dotnet", Path.Combine(AppContext.BaseDirectory, dll), .. words])
        {
            RedirectStandardOutput = readsOutput,
            RedirectStandardError = true,
        };
        return Process.Start(start)!;
    }

    internal static void Send(string signal, Process process)
    {
        using var kill = Process.Start(new ProcessStartInfo("kill", [$"-{signal}", $"{process.Id}"]) { RedirectStandardError = true })!;
        kill.WaitForExit();
    }

    /// <summary>Trains to the end without a disturbance, in a process of its own.</summary>
    /// <returns>How long that took.</returns>
    internal static TimeSpan Whole(string[] train, string run)
    {
        var clock = Stopwatch.StartNew();
        using var process = Start([.. train, "--out", run]);
        process.StandardOutput.ReadToEnd();
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, error);
        Assert.NotEmpty(TinyTraining.Fingerprint(run));
        return clock.Elapsed;
    }
}
