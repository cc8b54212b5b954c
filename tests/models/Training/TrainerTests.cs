using System.Security.Cryptography;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Tests.Models.Training;

public sealed class TrainerTests : IDisposable
{
    private static readonly TrainingOptions s_tiny = new()
    {
        Model = "mlp",
        Data = "faces:60",
        ImageSize = 16,
        Latent = 8,
        BatchSize = 16,
        Epochs = 3,
        Device = "cpu",
        Threads = 1,
        Seed = 4,
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("trainer").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void ARunHoldsItsFilesAndLearns()
    {
        var result = Trainer.Run(s_tiny, Run("a"));
        Assert.Equal((3, "epochs"), (result.Epochs, result.StoppedBy));
        foreach (string name in (string[])[RunFile.Config, RunFile.Environment, RunFile.Split, RunFile.Events, RunFile.Best, RunFile.Last, RunFile.State, RunFile.Curves, "images/epoch-003.png"])
        {
            Assert.True(new FileInfo(Path.Combine(Run("a"), name)).Length > 0, name);
        }

        string[] rows = File.ReadAllLines(Path.Combine(Run("a"), RunFile.Metrics));
        Assert.Equal("epoch,step,train_loss,val_loss,val_mse,val_mae,val_psnr,val_ssim,lr,seconds,images_per_second", rows[0]);
        Assert.Equal(4, rows.Length);
        double[] losses = [.. rows.Skip(1).Select(row => double.Parse(row.Split(',')[2], System.Globalization.CultureInfo.InvariantCulture))];
        Assert.True(losses[2] < losses[0]);
        Assert.Equal("12", rows[3].Split(',')[1]);
        Assert.False(RunFolder.IsLocked(Run("a")));
        var json = System.Text.Json.JsonDocument.Parse(ResultJson.Write(result)).RootElement;
        string[] keys = ["run", "epochs", "best_epoch", "best_val_loss", "images_per_second", "stopped_by"];
        Assert.Equal(keys, json.EnumerateObject().Select(property => property.Name));
    }

    [Fact]
    public void EqualOptionsGiveEqualBytesWhateverTheThreads()
    {
        var options = s_tiny with { Model = "denoising", Augment = Augmentation.Flip };
        string once = HashOf(options, "once");
        Assert.Equal(once, HashOf(options, "twice"));
        Assert.Equal(once, HashOf(options with { Threads = 2, Workers = 2 }, "threads"));
        Assert.Equal(once, HashOf(TrainingConfig.Read(Path.Combine(Run("once"), RunFile.Config)), "config"));
        Assert.NotEqual(once, HashOf(options with { Seed = 5 }, "seed"));
    }

    [Fact]
    public void CancellingStopsAfterTheRunningStepWithItsState()
    {
        using var cancellation = new CancellationTokenSource();
        var result = Trainer.Run(s_tiny, Run("stop"), new CancelAt(6, cancellation), cancellation.Token);
        Assert.Equal((1, "interrupt"), (result.Epochs, result.StoppedBy));
        var state = Checkpoint.Read(Path.Combine(Run("stop"), RunFile.State));
        Assert.Equal(("1", "2", "6"), (state.Metadata["epoch"], state.Metadata["training_batch"], state.Metadata["training_step"]));
        Assert.Equal("6", Checkpoint.Read(Path.Combine(Run("stop"), RunFile.Last)).Metadata["step"]);
    }

    [Fact]
    public void MaxStepsEndsWithinAnEpoch()
    {
        var result = Trainer.Run(s_tiny with { MaxSteps = 5 }, Run("steps"));
        Assert.Equal((2, "max-steps"), (result.Epochs, result.StoppedBy));
        Assert.Equal("5", Checkpoint.Read(Path.Combine(Run("steps"), RunFile.Last)).Metadata["step"]);
    }

    [Fact]
    public void TheSimulatorTrainsAsTheCpuDoes()
    {
        var options = s_tiny with { Model = "conv", Data = "faces:8", Latent = 4, MaxSteps = 2, BatchSize = 8 };
        Trainer.Run(options, Run("cpu"));
        Trainer.Run(options with { Device = "simulator" }, Run("simulator"));
        var expected = Checkpoint.Read(Path.Combine(Run("cpu"), RunFile.Last)).Tensors;
        var actual = Checkpoint.Read(Path.Combine(Run("simulator"), RunFile.Last)).Tensors;
        Assert.Equal(expected.Keys, actual.Keys);
        foreach (var (name, tensor) in expected)
        {
            Assert.All(tensor.ToFloats().Zip(actual[name].ToFloats()), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
        }
    }

    [Fact]
    public void DivergingNamesTheStep()
    {
        var error = Assert.Throws<DivergedException>(() => Trainer.Run(s_tiny with { LearningRate = 3e38f }, Run("nan")));
        Assert.Contains("step", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(Run("nan"), RunFile.Best)));
    }

    [Fact]
    public void AnExistingFolderIsLeftAlone()
    {
        Directory.CreateDirectory(Run("there"));
        Assert.Throws<ConfigurationException>(() => Trainer.Run(s_tiny, Run("there")));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Run("there")));
    }

    [Fact]
    public void ALockedFolderIsNamed()
    {
        using var held = RunFolder.Create(Run("locked"), "mlp");
        Assert.True(RunFolder.IsLocked(Run("locked")));
        Assert.Throws<RunLockedException>(() => Trainer.Run(s_tiny, Run("locked")));
    }

    [Fact]
    public void DropoutOfAFamilyWithoutAnyIsRefused()
    {
        var error = Assert.Throws<ConfigurationException>(() => Trainer.Run(s_tiny with { Dropout = 0.5f }, Run("dropout")));
        Assert.StartsWith("dropout:", error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Run("dropout")));
    }

    private string Run(string name) => Path.Combine(_folder, name);

    private string HashOf(TrainingOptions options, string name)
    {
        Trainer.Run(options, Run(name));
        return Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(Path.Combine(Run(name), RunFile.Last))));
    }

    private sealed class CancelAt(int step, CancellationTokenSource source) : ITrainObserver
    {
        public void Stepped(in TrainingStep made)
        {
            if (made.Step == step)
            {
                source.Cancel();
            }
        }
    }
}
