using System.Text.Json;
using ILGpuAutoencoders.Cli.Terminal;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Workbench.Diagnosis;

namespace ILGpuAutoencoders.Tests.Cli;

public sealed class DoctorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_works_here_is_said()
    {
        var run = CliRun.Of("doctor", "--json", "--out", _folder["runs"]);

        Assert.True(run.ExitCode == ExitCodes.Ok, run.Output);
        Assert.True(run.Json.GetProperty("can_train").GetBoolean());
        var checks = run.Json.GetProperty("checks").EnumerateArray().ToDictionary(check => check.GetProperty("name").GetString()!);
        Assert.All((string[])["cpu", "memory", "pictures", "charts", "disk"],
            name => Assert.Equal("ok", checks[name].GetProperty("status").GetString()));
        Assert.All(
            checks.Keys.Where(
                name => name.StartsWith("cuda", StringComparison.Ordinal) || name.StartsWith("opencl", StringComparison.Ordinal)),
                    name => Assert.True(IsSaid(checks[name])));
        Assert.Contains(checks.Keys, name => name.StartsWith("cuda", StringComparison.Ordinal));
        Assert.Contains(checks.Keys, name => name.StartsWith("opencl", StringComparison.Ordinal));
        Assert.Contains("beyond 16.0 GiB", checks["cache"].GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Root));
    }

    [Fact]
    public void A_line_a_check_and_advice_below_it()
    {
        string[] lines = CliRun.Of("doctor", "--out", _folder.Root).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal("training on the CPU can work", lines[^1].TrimEnd());
        Assert.All(lines[..^1], line => Assert.Matches("^(ok |absent |failed |  +-> )", line));
    }

    [Fact]
    public void A_folder_that_takes_no_files_fails_and_exits_7()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("only Linux has a folder that nobody can write to");
        }

        var run = CliRun.Of("doctor", "--out", "/proc/runs");

        Assert.Equal(ExitCodes.Disk, run.ExitCode);
        Assert.Contains("failed  disk", run.Output, StringComparison.Ordinal);
        Assert.Contains("training cannot work without disk", run.Output, StringComparison.Ordinal);
    }

    /// <summary>The steps by which a GPU is probed are kernels that run on any device and learn there what they learn on the CPU.</summary>
    [Fact]
    public void The_simulator_passes_the_probe_of_a_gpu()
    {
        using var cpu = DeviceCatalog.Open("cpu").Device;
        using var simulator = DeviceCatalog.Open("simulator").Device;
        float[] expected = DeviceProbe.Losses(cpu, steps: 2), losses = DeviceProbe.Losses(simulator, steps: 2);

        Assert.Equal(2, losses.Length);
        Assert.All(losses.Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 1e-4f));
        Assert.True(losses[^1] < losses[0]);
    }

    private static bool IsSaid(JsonElement check) => check.GetProperty("status").GetString() switch
    {
        "ok" => check.GetProperty("detail").GetString()!.Contains("losses within", StringComparison.Ordinal),
        _ => check.GetProperty("advice").GetString()!.Length > 10,
    };
}
