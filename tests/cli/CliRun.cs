using System.Diagnostics;
using System.Text.Json;
using ILGpuAutoencoders.Cli;
using ILGpuAutoencoders.Cli.Terminal;

namespace ILGpuAutoencoders.Tests.Cli;

/// <summary>What a command line came to.</summary>
internal sealed record CliRun(int ExitCode, string Output, string Error)
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(4);

    /// <summary>The one JSON object on standard output.</summary>
    internal JsonElement Json => JsonDocument.Parse(Output).RootElement;

    /// <summary>In this process, as into files.</summary>
    internal static CliRun Of(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var console = new CliConsole(
            TextWriter.Synchronized(output), TextWriter.Synchronized(error), isInteractive: false, hasColor: false);
        int code = Program.Run(args, console);
        return new(code, output.ToString(), error.ToString());
    }

    /// <summary>As a process of its own, with additions to its environment, which <paramref name="act"/> may disturb.</summary>
    internal static async Task<CliRun> OfProcess(
        string[] args, Func<Process, Task>? act = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        // A shell starts what it runs in the background with SIGINT ignored, and children inherit that: .NET then never sees the signal.
        string[] program = OperatingSystem.IsLinux() ? ["env", "--default-signal=HUP,INT,TERM", "dotnet"] : ["dotnet"];
        var start = new ProcessStartInfo(program[0]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string arg in (string[])[.. program[1..], Path.Combine(AppContext.BaseDirectory, "ilgpu-ae.dll"), .. args])
        {
            start.ArgumentList.Add(arg);
        }

        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await (act?.Invoke(process) ?? Task.CompletedTask);
            using var limit = new CancellationTokenSource(s_limit);
            await process.WaitForExitAsync(limit.Token);
            return new(process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    /// <summary>A line of bash, in which AE stands for the program; skips the test where there is no bash.</summary>
    internal static async Task<CliRun> OfShell(string line, string folder)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/bin/bash"), "It needs Linux with bash.");
        var start = new ProcessStartInfo("/bin/bash", ["-c", line])
        { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["AE"] = $"dotnet {Path.Combine(AppContext.BaseDirectory, "ilgpu-ae.dll")}";
        start.Environment.Remove("CI");
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        string error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new(process.ExitCode, await output, error);
    }
}
