using System.Text.Json;
using ILGpuAutoencoders.Cli.Terminal;

namespace ILGpuAutoencoders.Tests.Cli;

public sealed class AnomalyCommandTests(TinyRun tiny) : IClassFixture<TinyRun>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_verdict_in_a_process_of_its_own_is_the_one_among_others()
    {
        CliRun.Of("data", "faces", "--out", _folder["normal"], "--count", "9", "--image-size", "16", "--data-seed", "3");
        CliRun.Of("data", "faces", "--kind", "others", "--out", _folder["anomaly"], "--count", "12", "--image-size", "16");
        var calibration = CliRun.Of("anomaly", "calibrate", tiny.Run, "--data", "faces:600", "--device", "cpu", "--json");
        Assert.True(calibration.ExitCode == ExitCodes.Ok, calibration.Error);
        Assert.Equal(30, calibration.Json.GetProperty("images").GetInt32());

        string[] line = ["anomaly", "score", tiny.Run, _folder.Root, "--out", _folder["scores.csv"], "--overlay", _folder["overlay"],
            "--device", "cpu", "--json"];
        var run = CliRun.Of(line);
        Assert.True(run.ExitCode == ExitCodes.Ok, run.Error);
        Assert.Equal((21, calibration.Json.GetProperty("threshold").GetDouble()),
            (run.Json.GetProperty("images").GetInt32(), run.Json.GetProperty("threshold").GetDouble()));
        foreach (string name in new[] { "mse", "mae", "ssim", "relative", "mahalanobis", "template", "combined", "joint", "mean-image",
            "pca" })
        {
            Assert.InRange(run.Json.GetProperty("scores").GetProperty(name).GetProperty("auroc").GetDouble(), 0, 1);
        }

        Assert.Equal(12 / 21.0, run.Json.GetProperty("base_rate").GetDouble(), 12);
        Assert.Equal(22, Directory.GetFiles(_folder["overlay"]).Length);
        var last = run.Json.GetProperty("pictures").EnumerateArray().Last();
        var alone =
            await CliRun.OfProcess(["anomaly", "score", tiny.Run, last.GetProperty("file").GetString()!, "--device", "cpu", "--json"]);
        Assert.True(alone.ExitCode == ExitCodes.Ok, alone.Error);
        // A file that is named is labelled by the folder it lies in alone: what is above an input says nothing.
        foreach (string key in new[] { "file", "score", "is_anomaly", "scores" })
        {
            Assert.True(
                JsonElement.DeepEquals(last.GetProperty(key), alone.Json.GetProperty("pictures")[0].GetProperty(key)), alone.Output);
        }

        Assert.Equal(ExitCodes.Usage, CliRun.Of(line).ExitCode);
    }

    [Fact]
    public void A_model_without_calibration_exits_4()
    {
        File.Copy(Path.Combine(tiny.Run, "last.safetensors"), _folder["alone.safetensors"]);
        CliRun.Of("data", "faces", "--out", _folder["faces"], "--count", "3", "--image-size", "16");

        var run = CliRun.Of("anomaly", "score", _folder["alone.safetensors"], _folder["faces"], "--device", "cpu");

        Assert.Equal(ExitCodes.Checkpoint, run.ExitCode);
        Assert.Contains("anomaly calibrate", run.Error, StringComparison.Ordinal);
    }
}
