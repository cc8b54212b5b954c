using ILGpuAutoencoders.Cli.Terminal;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Tests.Data.Pixels;

namespace ILGpuAutoencoders.Tests.Cli;

/// <summary>A vae of 60 drawn faces of 16x16, two epochs.</summary>
public sealed class TinyVae : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public TinyVae()
    {
        Training = CliRun.Of(["train", "vae", .. TinyRun.Options, "--beta-warmup", "1", "--out", Run, "--json"]);
        Assert.True(Training.ExitCode == ExitCodes.Ok, Training.Error);
    }

    internal CliRun Training { get; }

    internal string Run => _folder["run"];

    public void Dispose() => _folder.Dispose();
}

public sealed class VaeTests(TinyVae tiny) : IClassFixture<TinyVae>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Training_counts_active_units_and_its_loss_is_a_sum_over_pixels()
    {
        Assert.InRange(tiny.Training.Json.GetProperty("active_units").GetInt32(), 0, 8);
        string[] row = File.ReadAllLines(Path.Combine(tiny.Run, "metrics.csv"))[^1].Split(',');
        double loss = Number(row[3]), mse = Number(row[4]);
        Assert.True(loss >= 16 * 16 * 3 * mse, $"{loss} {mse}");
        Assert.InRange(mse, 1e-4, 0.3);
    }

    [Fact]
    public void Evaluation_counts_active_units()
    {
        var json = CliRun.Of("evaluate", tiny.Run, "--device", "cpu", "--json").Json;
        Assert.InRange(json.GetProperty("active_units").GetInt32(), 0, 8);
        Assert.True(json.GetProperty("kl_divergence").GetDouble() >= 0);
        Assert.Contains("active units", CliRun.Of("evaluate", tiny.Run, "--device", "cpu").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_configuration_reproduces_the_run_with_any_number_of_threads()
    {
        var again = CliRun.Of(
            "train", "--config", Path.Combine(tiny.Run, "config.yaml"), "--threads", "2", "--out", _folder["again"], "--quiet");
        Assert.True(again.ExitCode == ExitCodes.Ok, again.Error);
        Assert.Equal(File.ReadAllBytes(Path.Combine(tiny.Run, "last.safetensors")),
            File.ReadAllBytes(Path.Combine(_folder["again"], "last.safetensors")));
    }

    [Fact]
    public void Resuming_ends_with_the_same_bits()
    {
        Assert.Equal(
            ExitCodes.Ok,
            CliRun.Of(["train", "vae", .. TinyRun.With("--epochs", "1"), "--beta-warmup", "1", "--out", _folder["cut"], "--quiet"])
                .ExitCode);
        var run = CliRun.Of("train", "--resume", _folder["cut"], "--epochs", "2", "--quiet");
        Assert.True(run.ExitCode == ExitCodes.Ok, run.Error);
        Assert.Equal(File.ReadAllBytes(Path.Combine(tiny.Run, "last.safetensors")),
            File.ReadAllBytes(Path.Combine(_folder["cut"], "last.safetensors")));
    }

    [Fact]
    public void Sampling_draws_a_grid_by_seed_and_overwrites_nothing()
    {
        var run = Sample(_folder["new/a.png"], "1");
        Assert.True(run.ExitCode == ExitCodes.Ok, run.Error);
        Assert.Equal(["out", "count", "seed", "image_size"], run.Json.EnumerateObject().Select(property => property.Name));
        var grid = PixelCodec.DecodeFile(_folder["new/a.png"]).Picture!;
        string caption = "decoded from random latent vectors, seed 1";
        Assert.Equal([caption, "4", "5"], PictureText.Order(grid, "5", "4", caption));
        Sample(_folder["b.png"], "1");
        Sample(_folder["c.png"], "2");
        Assert.Equal(File.ReadAllBytes(_folder["new/a.png"]), File.ReadAllBytes(_folder["b.png"]));
        Assert.NotEqual(File.ReadAllBytes(_folder["new/a.png"]), File.ReadAllBytes(_folder["c.png"]));
        Assert.Equal(ExitCodes.Usage, Sample(_folder["b.png"], "1").ExitCode);
    }

    [Fact]
    public void Sampling_from_another_family_exits_2_and_from_nothing_4()
    {
        Assert.Equal(
            ExitCodes.Ok, CliRun.Of(["train", "mlp", .. TinyRun.With("--epochs", "1"), "--out", _folder["mlp"], "--quiet"]).ExitCode);
        var run = CliRun.Of("sample", _folder["mlp"], "--out", _folder["x.png"], "--device", "cpu");
        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Contains("mlp", run.Error, StringComparison.Ordinal);
        Assert.Contains("vae", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["x.png"]));
        Assert.Equal(ExitCodes.Checkpoint, CliRun.Of("sample", _folder["none"], "--out", _folder["x.png"], "--device", "cpu").ExitCode);
    }

    private CliRun Sample(string file, string seed) =>
        CliRun.Of("sample", tiny.Run, "--count", "6", "--seed", seed, "--out", file, "--device", "cpu", "--json");

    private static double Number(string text) => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
