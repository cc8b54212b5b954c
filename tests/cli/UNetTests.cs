using ILGpuAutoencoders.Cli.Terminal;

namespace ILGpuAutoencoders.Tests.Cli;

/// <summary>A U-Net of 24 drawn faces of 32x32, trained on squares of 16x16, one epoch.</summary>
public sealed class TinyUNet : IDisposable
{
    internal static readonly string[] Options =
        ["--data", "faces:24", "--image-size", "16", "--random-crop", "32", "--noise-factor", "0.05..0.3", "--epochs", "1", "--batch-size",
            "8", "--device", "cpu", "--threads", "1"];

    private readonly TemporaryFolder _folder = new();

    public TinyUNet()
    {
        Training = CliRun.Of(["train", "unet", .. Options, "--out", Run, "--json"]);
        Assert.True(Training.ExitCode == ExitCodes.Ok, Training.Error);
    }

    internal CliRun Training { get; }

    internal string Run => _folder["run"];

    public void Dispose() => _folder.Dispose();
}

public sealed class UNetTests(TinyUNet tiny) : IClassFixture<TinyUNet>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_configuration_reproduces_the_run_with_any_number_of_threads()
    {
        string config = File.ReadAllText(Path.Combine(tiny.Run, "config.yaml"));
        Assert.Contains("noise: gaussian-unclamped\nnoise-factor: 0.05..0.3\n", config, StringComparison.Ordinal);
        Assert.Contains("random-crop: 32\n", config, StringComparison.Ordinal);
        var again = CliRun.Of(
            "train", "--config", Path.Combine(tiny.Run, "config.yaml"), "--threads", "2", "--workers", "2", "--out", _folder["again"],
            "--quiet");
        Assert.True(again.ExitCode == ExitCodes.Ok, again.Error);
        Assert.Equal(File.ReadAllBytes(Path.Combine(tiny.Run, "last.safetensors")),
            File.ReadAllBytes(Path.Combine(_folder["again"], "last.safetensors")));
    }

    [Fact]
    public void Evaluation_is_the_same_each_time_and_has_no_control()
    {
        string[] line = ["evaluate", tiny.Run, "--device", "cpu", "--json"];
        var first = CliRun.Of(line);
        Assert.True(first.ExitCode == ExitCodes.Ok, first.Error);
        Assert.Equal(first.Output, CliRun.Of(line).Output);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, first.Json.GetProperty("pca").ValueKind);
        Assert.True(first.Json.GetProperty("psnr_input").GetDouble() > 5);
        Assert.True(CliRun.Of([.. line, "--noise-factor", "0.01"]).Json.GetProperty("psnr_input").GetDouble() > 35);
    }

    [Fact]
    public void What_needs_a_latent_vector_exits_2()
    {
        var run = CliRun.Of("embed", tiny.Run, tiny.Run, "--out", _folder["z.csv"], "--device", "cpu");
        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Contains("latent vector", run.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Usage, CliRun.Of("sample", tiny.Run, "--out", _folder["x.png"], "--device", "cpu").ExitCode);
    }
}
