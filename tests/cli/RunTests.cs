using System.Text.Json;
using ILGpuAutoencoders.Cli.Terminal;
using ILGpuAutoencoders.Models.Runs;

namespace ILGpuAutoencoders.Tests.Cli;

public sealed class RunTests(TinyRun tiny) : IClassFixture<TinyRun>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Training_prints_one_object_and_leaves_a_run_folder()
    {
        var json = tiny.Training.Json;

        Assert.Equal(["run", "epochs", "best_epoch", "best_val_loss", "images_per_second", "stopped_by", "score"], Keys(json));
        Assert.Equal(tiny.Run, json.GetProperty("run").GetString());
        Assert.Equal(2, json.GetProperty("epochs").GetInt32());
        Assert.Equal("epochs", json.GetProperty("stopped_by").GetString());
        foreach (string name in new[] { "config.yaml", "environment.json", "split.json", "metrics.csv", "best.safetensors",
            "last.safetensors", "curves.png" })
        {
            Assert.True(File.Exists(Path.Combine(tiny.Run, name)), name);
        }

        string[] metrics = File.ReadAllLines(Path.Combine(tiny.Run, "metrics.csv"));
        Assert.Equal("epoch,step,train_loss,val_loss,val_mse,val_mae,val_psnr,val_ssim,lr,seconds,images_per_second", metrics[0]);
        Assert.Equal(3, metrics.Length);
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(tiny.Run, "images")));
    }

    [Fact]
    public void Progress_goes_to_standard_error_without_escape_codes()
    {
        Assert.Contains("epoch 2/2", tiny.Training.Error, StringComparison.Ordinal);
        Assert.Contains("device: cpu", tiny.Training.Error, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', tiny.Training.Error + tiny.Training.Output);
    }

    [Fact]
    public void The_configuration_of_a_run_reproduces_it()
    {
        var again = CliRun.Of("train", "--config", Path.Combine(tiny.Run, "config.yaml"), "--out", _folder["again"], "--quiet");

        Assert.True(again.ExitCode == ExitCodes.Ok, again.Error);
        Assert.Empty(again.Error);
        Assert.Equal(File.ReadAllBytes(Path.Combine(tiny.Run, "last.safetensors")),
            File.ReadAllBytes(Path.Combine(_folder["again"], "last.safetensors")));
    }

    [Fact]
    public void Evaluation_has_the_keys_of_the_contract()
    {
        var run = CliRun.Of("evaluate", tiny.Run, "--device", "cpu", "--json");

        Assert.True(run.ExitCode == ExitCodes.Ok, run.Error);
        Assert.Equal(
            ["images", "mse", "mae", "psnr", "psnr_of_mean_mse", "ssim", "psnr_input", "pca", "crop", "image_size"], Keys(run.Json));
        Assert.Equal(["k", "mse", "psnr"], Keys(run.Json.GetProperty("pca")));
        Assert.Equal(3, run.Json.GetProperty("images").GetInt32());
        double mse = run.Json.GetProperty("mse").GetDouble();
        Assert.InRange(mse, 1e-4, 0.2);
        Assert.Equal(-10 * Math.Log10(mse), run.Json.GetProperty("psnr_of_mean_mse").GetDouble(), 6);
    }

    [Fact]
    public void Evaluation_writes_a_row_a_picture_and_overwrites_nothing()
    {
        string csv = _folder["images.csv"];
        string[] line = ["evaluate", tiny.Run, "--data", "faces:60", "--split", "val", "--csv", csv, "--no-pca", "--device", "cpu"];

        Assert.Equal(ExitCodes.Ok, CliRun.Of(line).ExitCode);
        Assert.Equal(1 + 3, File.ReadAllLines(csv).Length);
        Assert.Equal(ExitCodes.Usage, CliRun.Of(line).ExitCode);
    }

    [Fact]
    public void Reconstruction_writes_pictures_and_a_grid()
    {
        CliRun.Of("data", "faces", "--out", _folder["faces"], "--count", "10", "--image-size", "16");

        var run = CliRun.Of("reconstruct", tiny.Run, _folder["faces/train"], "--out", _folder["out"], "--device", "cpu", "--json");

        Assert.True(run.ExitCode == ExitCodes.Ok, run.Error);
        Assert.Equal(8, run.Json.GetProperty("pictures").GetArrayLength());
        Assert.True(File.Exists(run.Json.GetProperty("grid").GetString()));
        Assert.All(run.Json.GetProperty("pictures").EnumerateArray(),
            picture => Assert.True(File.Exists(picture.GetProperty("output").GetString())));
    }

    [Fact]
    public void Inspect_takes_a_run() =>
        Assert.Equal("conv", CliRun.Of("inspect", tiny.Run, "--json").Json.GetProperty("model").GetString());

    [Fact]
    public void A_run_that_exists_exits_2_and_stays_as_it_is()
    {
        byte[] before = File.ReadAllBytes(Path.Combine(tiny.Run, "last.safetensors"));

        var run = CliRun.Of(["train", "conv", .. TinyRun.Options, "--out", tiny.Run, "--seed", "9"]);

        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Contains(tiny.Run, run.Error, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(Path.Combine(tiny.Run, "last.safetensors")));
    }

    [Fact]
    public void A_missing_run_exits_4()
    {
        string missing = _folder["missing"], picture = Path.Combine(tiny.Run, "curves.png");

        Assert.Equal(ExitCodes.Checkpoint, CliRun.Of("evaluate", missing, "--device", "cpu").ExitCode);
        Assert.Equal(ExitCodes.Checkpoint, CliRun.Of("reconstruct", missing, picture, "--out", _folder["out"], "--device", "cpu").ExitCode);
    }

    [Fact]
    public void A_run_that_another_process_works_in_exits_8()
    {
        using var folder = RunFolder.Create(_folder["busy"], "conv");

        Assert.Equal(ExitCodes.Locked, CliRun.Of(["train", "conv", .. TinyRun.Options, "--out", _folder["busy"]]).ExitCode);
    }

    [Fact]
    public void A_damaged_checkpoint_exits_4()
    {
        string file = _folder["damaged.safetensors"];
        File.WriteAllBytes(file, File.ReadAllBytes(Path.Combine(tiny.Run, "best.safetensors"))[..1000]);

        Assert.Equal(ExitCodes.Checkpoint, CliRun.Of("inspect", file).ExitCode);
    }

    [Fact]
    public void A_rate_that_blows_up_exits_6()
    {
        var run = CliRun.Of(["train", "conv", .. TinyRun.Options, "--out", _folder["diverged"], "--optimizer", "sgd", "--lr", "1e30"]);

        Assert.Equal(ExitCodes.Diverged, run.ExitCode);
    }

    [Fact]
    public void A_device_that_is_not_there_exits_5()
    {
        var run = CliRun.Of(["train", "conv", .. TinyRun.With("--device", "cuda:99"), "--out", _folder["nowhere"]]);

        Assert.Equal(ExitCodes.Device, run.ExitCode);
        Assert.Contains("cuda:99", run.Error, StringComparison.Ordinal);
    }

    private static string[] Keys(JsonElement json) => [.. json.EnumerateObject().Select(property => property.Name)];
}
