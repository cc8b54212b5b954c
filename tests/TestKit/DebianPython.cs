using System.ComponentModel;
using System.Diagnostics;

namespace ILGpuAutoencoders.Tests.TestKit;

/// <summary>A Python with a package that this project does not need; Debian's is asked, since that is where apt puts packages.</summary>
internal static class DebianPython
{
    private const int NoPackage = 77;

    /// <summary>Runs a program if the package is there; skips the test if not.</summary>
    /// <returns>What it printed.</returns>
    internal static async Task<string> Run(string package, string program, params string[] args)
    {
        string guarded = $"import sys\ntry:\n    import {package}\nexcept ImportError:\n    sys.exit({NoPackage})\n{program}";
        var start = new ProcessStartInfo(File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3", ["-c", guarded, .. args])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Start(start);
        Assert.SkipWhen(process is null, "There is no Python.");
        var error = process!.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.SkipWhen(process.ExitCode == NoPackage, $"There is no Python with the package {package} (python3-{package} of Debian).");
        Assert.True(process.ExitCode == 0, await error);
        return output.Trim();
    }

    private static Process? Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
