using System.IO.Compression;
using ILGpuAutoencoders.Cli.Terminal;
using ILGpuAutoencoders.Models;
using ILGpuAutoencoders.Tests.Cli;

namespace ILGpuAutoencoders.Tests.Models;

/// <summary>
/// Runs that every version of the file format made are opened by this one, and those of a later version are named as such.
/// </summary>
public sealed class FormatVersionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>0: without writer and checksum. 1: with both.</summary>
    public static TheoryData<int> Versions => [0, 1];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Versions))]
    public void A_run_of_every_version_is_evaluated_and_gone_on_with(int version)
    {
        string run = Unpack(version);
        Assert.Equal(version > 0,
            Header(Path.Combine(run, RunFile.State)).Contains($"\"writer\":\"ilgpu-autoencoders/{version}\"", StringComparison.Ordinal));

        var evaluated = CliRun.Of("evaluate", run, "--device", "cpu", "--no-pca", "--json");
        Assert.True(evaluated.ExitCode == ExitCodes.Ok, evaluated.Error);
        string expected = File.ReadAllLines(Path.Combine(run, RunFile.Metrics))[^1].Split(',')[4];
        var validated = CliRun.Of("evaluate", run, "--device", "cpu", "--no-pca", "--split", "val", "--json");
        Assert.Equal(
            double.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), validated.Json.GetProperty("mse").GetDouble(), 1e-6);

        var resumed = CliRun.Of("train", "--resume", run, "--epochs", "3", "--json", "--quiet");
        Assert.True(resumed.ExitCode == ExitCodes.Ok, resumed.Error);
        Assert.Equal(3, resumed.Json.GetProperty("epochs").GetInt32());
        Assert.Contains("\"writer\":\"ilgpu-autoencoders/1\"", Header(Path.Combine(run, RunFile.State)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_a_later_version_says_so()
    {
        string run = Unpack(1), file = Path.Combine(run, RunFile.Best);
        byte[] bytes = File.ReadAllBytes(file);
        bytes[bytes.AsSpan().IndexOf("autoencoders/1"u8) + "autoencoders/".Length] = (byte)'2';
        File.WriteAllBytes(file, bytes);

        var refused = CliRun.Of("evaluate", run, "--device", "cpu");
        Assert.Equal(ExitCodes.Checkpoint, refused.ExitCode);
        Assert.Contains("made by a newer version", refused.Error, StringComparison.Ordinal);
    }

    private static string Header(string file)
    {
        byte[] bytes = File.ReadAllBytes(file);
        return System.Text.Encoding.UTF8.GetString(bytes, 8, BitConverter.ToInt32(bytes));
    }

    private string Unpack(int version)
    {
        string run = _folder["run"];
        ZipFile.ExtractToDirectory(Path.Combine(AppContext.BaseDirectory, "Golden", $"run-format-{version}.zip"), run);
        return run;
    }
}
