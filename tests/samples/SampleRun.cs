using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace ILGpuAutoencoders.Tests.Samples;

/// <summary>A sample as a process of its own.</summary>
internal static class SampleRun
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(4);

    /// <summary>Runs a sample to its end.</summary>
    /// <returns>The lines of its output.</returns>
    internal static async Task<string[]> Of(string sample, params string[] args)
    {
        using var process = Start(sample, args);
        using var limit = new CancellationTokenSource(s_limit);
        var error = process.StandardError.ReadToEndAsync(limit.Token);
        string output = await process.StandardOutput.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        Assert.True(process.ExitCode == 0, await error);
        return output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    }

    internal static Process Start(string sample, params IEnumerable<string> args)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(PathOf(sample));
        foreach (string arg in args)
        {
            start.ArgumentList.Add(arg);
        }

        return Process.Start(start)!;
    }

    internal static string SourceOf(string sample) => Path.Combine(Root(), "samples", sample, "Program.cs");

    /// <summary>The samples are built as the tests are: into the folder of the same configuration and system.</summary>
    private static string PathOf(string sample)
    {
        string build = Path.GetRelativePath(Path.Combine(Root(), "tests", "bin"), AppContext.BaseDirectory);
        return Path.Combine(Root(), "samples", sample, "bin", build, sample + ".dll");
    }

    private static string Root([CallerFilePath] string caller = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(caller)!, "../.."));
}
