using System.Diagnostics;
using System.Text.RegularExpressions;
using ILGpuAutoencoders.Tests.Long;

namespace ILGpuAutoencoders.Tests.Cli.Serving;

/// <summary><c>serve</c> as a process of its own, at any port.</summary>
internal sealed partial class ServeProcess : IDisposable
{
    private ServeProcess(Process process, string line)
    {
        Process = process;
        Line = line;
        Client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{Address().Match(line).Groups[1].Value}") };
    }

    internal Process Process { get; }

    /// <summary>What it said on standard output.</summary>
    internal string Line { get; }

    internal HttpClient Client { get; }

    internal static async Task<ServeProcess> Start(string run, params string[] more)
    {
        var process = LongRun.Start(["serve", run, "--port", "0", "--device", "cpu", "--threads", "1", "--quiet", .. more]);
        string? line = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        return line is not null ? new ServeProcess(process, line)
            : throw new InvalidOperationException(await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>Sends a signal and waits for the end.</summary>
    /// <returns>The exit code, and the time it took.</returns>
    internal async Task<(int ExitCode, TimeSpan Time)> Stop(string signal)
    {
        var clock = Stopwatch.StartNew();
        LongRun.Send(signal, Process);
        await Process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (Process.ExitCode, clock.Elapsed);
    }

    public void Dispose()
    {
        Client.Dispose();
        if (!Process.HasExited)
        {
            Process.Kill();
        }

        Process.Dispose();
    }

    [GeneratedRegex("http://[^/: ]+:([0-9]+)")]
    private static partial Regex Address();
}
