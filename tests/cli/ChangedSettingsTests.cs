using ILGpuAutoencoders.Cli.Terminal;
using ILGpuAutoencoders.Models;
using ILGpuAutoencoders.Tests.TestKit;

namespace ILGpuAutoencoders.Tests.Cli;

/// <summary>Going on with a run under another setting is refused, or done and told; never is it silent.</summary>
public sealed class ChangedSettingsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ChangedSettingsTests() => TinyTraining.Run(_folder["run"], epochs: 1);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("batch-size", "4")]
    [InlineData("lr", "0.5")]
    [InlineData("seed", "3")]
    [InlineData("image-size", "32")]
    [InlineData("latent", "2")]
    [InlineData("loss", "mae")]
    [InlineData("optimizer", "sgd")]
    [InlineData("weight-decay", "0.1")]
    [InlineData("noise", "gaussian")]
    [InlineData("augment", "flip")]
    [InlineData("schedule", "step")]
    [InlineData("data-seed", "1")]
    public void What_decides_numbers_is_refused_by_name_on_the_command_line_and_in_the_file(string key, string value)
    {
        string[] before = TinyTraining.Fingerprint(_folder["run"]);
        AssertRefused(CliRun.Of("train", "--resume", _folder["run"], "--epochs", "2", $"--{key}", value));

        string config = Path.Combine(_folder["run"], RunFile.Config);
        File.WriteAllText(
            config, TrainingConfig.Write(TrainingOptions.Table.Find(key)!.Set(TrainingConfig.Read(config) with { Epochs = 2 }, value)));
        AssertRefused(CliRun.Of("train", "--resume", _folder["run"]));
        Assert.Equal(before, TinyTraining.Fingerprint(_folder["run"]));

        void AssertRefused(CliRun run)
        {
            Assert.Equal(ExitCodes.Usage, run.ExitCode);
            Assert.Contains($"{key}: ", run.Error, StringComparison.Ordinal);
            Assert.Contains($"'{value}'", run.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Another_model_is_refused_by_name()
    {
        var run = CliRun.Of("train", "conv", "--resume", _folder["run"], "--epochs", "2");
        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Contains("model: ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_pictures_are_refused()
    {
        var run = CliRun.Of("train", "--resume", _folder["run"], "--epochs", "2", "--data", "faces:24");
        Assert.Equal(ExitCodes.Data, run.ExitCode);
        Assert.Contains("faces:24", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("device", "auto", "device cpu -> auto")]
    [InlineData("threads", "2", "threads 1 -> 2")]
    [InlineData("workers", "2", "workers 1 -> 2")]
    [InlineData("early-stop", "5", "early-stop unset -> 5")]
    [InlineData("max-bad", "2%", "max-bad 1% -> 2%")]
    public void What_decides_none_is_done_told_and_noted(string key, string value, string change)
    {
        var run = CliRun.Of("train", "--resume", _folder["run"], "--epochs", "2", $"--{key}", value);
        Assert.True(run.ExitCode == ExitCodes.Ok, run.Error);
        Assert.Contains("epochs 1 -> 2", run.Error, StringComparison.Ordinal);
        Assert.Contains(change, run.Error, StringComparison.Ordinal);
        Assert.Contains(change, File.ReadAllText(Path.Combine(_folder["run"], RunFile.Events)), StringComparison.Ordinal);
        Assert.Equal(value, TrainingOptions.Table.Find(key)!.Format(TrainingConfig.Read(Path.Combine(_folder["run"], RunFile.Config))));
    }
}
