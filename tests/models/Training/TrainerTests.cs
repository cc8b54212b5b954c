using System.Security.Cryptography;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models;
using ILGpuAutoencoders.Models.Runs;
using ILGpuAutoencoders.Tests.TestKit;

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
    public void A_run_holds_its_files_and_learns()
    {
        var result = Trainer.Run(s_tiny, Run("a"));
        Assert.Equal((3, StopReason.Epochs), (result.Epochs, result.StoppedBy));
        foreach (string name in (string[])[RunFile.Config, RunFile.Environment, RunFile.Split, RunFile.Events, RunFile.Best, RunFile.Last,
            RunFile.State, RunFile.Curves, "images/epoch-003.png"])
        {
            Assert.True(new FileInfo(Path.Combine(Run("a"), name)).Length > 0, name);
        }

        string[] rows = File.ReadAllLines(Path.Combine(Run("a"), RunFile.Metrics));
        Assert.Equal("epoch,step,train_loss,val_loss,val_mse,val_mae,val_psnr,val_ssim,lr,seconds,images_per_second", rows[0]);
        Assert.Equal(4, rows.Length);
        double[] losses =
            [.. rows.Skip(1).Select(row => double.Parse(row.Split(',')[2], System.Globalization.CultureInfo.InvariantCulture))];
        Assert.True(losses[2] < losses[0]);
        Assert.Equal("12", rows[3].Split(',')[1]);
        Assert.False(RunFolder.IsLocked(Run("a")));
        string[] events =
            [.. File.ReadLines(Path.Combine(Run("a"), RunFile.Events)).Select(
                line => System.Text.Json.JsonDocument.Parse(line).RootElement.GetProperty("event").GetString()!)];
        Assert.Equal(["start", "first-step", "epoch", "data", "epoch", "data", "epoch", "data", "stop"], events);
        var json = System.Text.Json.JsonDocument.Parse(ResultJson.Write(result)).RootElement;
        string[] keys = ["run", "epochs", "best_epoch", "best_val_loss", "images_per_second", "stopped_by"];
        Assert.Equal(keys, json.EnumerateObject().Select(property => property.Name));
    }

    public static TheoryData<string> Families => [.. ModelCatalog.Names];

    [Theory]
    [MemberData(nameof(Families))]
    public void Equal_options_give_equal_bytes_whatever_the_threads(string family)
    {
        var options =
            s_tiny with
            {
                Model = family,
                Data = "faces:40",
                Augment = Augmentation.Flip,
                Noise = CorruptionKind.Gaussian,
                MaxSteps = 3,
                Epochs = 1,
                ClipNorm = 0.1
            };
        string once = HashOf(options, "once");
        Assert.Equal(once, HashOf(options with { Threads = 2, Workers = 8 }, "threads"));
        Assert.Equal(once, HashOf(TrainingConfig.Read(Path.Combine(Run("once"), RunFile.Config)), "config"));
        Assert.Equal(
            File.ReadAllText(Path.Combine(Run("once"), RunFile.Config)), File.ReadAllText(Path.Combine(Run("config"), RunFile.Config)));
    }

    [Fact]
    public void Another_seed_gives_other_bytes() =>
        Assert.NotEqual(HashOf(s_tiny with { MaxSteps = 1 }, "four"), HashOf(s_tiny with { MaxSteps = 1, Seed = 5 }, "five"));

    [Fact]
    public void The_scheduled_rate_reaches_the_steps_and_the_table()
    {
        var options = s_tiny with { Schedule = ScheduleKind.Step, StepSize = 1, Gamma = 0.5, LearningRate = 1e-3 };
        Trainer.Run(options, Run("falling"));
        Trainer.Run(options with { Schedule = ScheduleKind.None }, Run("constant"));
        Assert.Equal(["0.001", "0.0005", "0.00025"], Rates("falling"));
        string[] falling = Losses("falling"), constant = Losses("constant");
        Assert.Equal(constant[0], falling[0]);
        Assert.NotEqual(constant[1], falling[1]);
    }

    [Fact]
    public void Training_ends_when_the_loss_on_val_stays_and_the_plateau_is_seen()
    {
        var options =
            s_tiny with
            {
                Epochs = 9,
                LearningRate = 1e-30,
                EarlyStop = 3,
                Schedule = ScheduleKind.Plateau,
                PlateauPatience = 1,
                PlateauFactor = 0.1
            };
        var result = Trainer.Run(options, Run("early"));
        Assert.Equal((4, 1, StopReason.EarlyStop), (result.Epochs, result.BestEpoch, result.StoppedBy));
        Assert.Equal(["1E-30", "1E-30", "1E-30", "1E-31"], Rates("early"));
        Assert.Equal(StopReason.EarlyStop, Trainer.Resume(Run("early")).StoppedBy);
        Assert.Equal(6, Trainer.Resume(Run("early"), resumed => resumed with { EarlyStop = 5 }).Epochs);
    }

    [Fact]
    public void Learning_from_similarity_brings_more_of_it()
    {
        var options = s_tiny with { Epochs = 6, LearningRate = 3e-3, Loss = Loss.MaeSsim };
        Trainer.Run(options, Run("ssim"));
        double[] values =
            [.. Column("ssim", 3).Concat(Column("ssim", 5)).Concat(Column("ssim", 7)).Select(
                text => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture))];
        for (int epoch = 0; epoch < 6; epoch++)
        {
            Assert.Equal((0.16 * values[6 + epoch]) + (0.84 * (1 - values[12 + epoch])), values[epoch], 1e-6);
        }

        Assert.True(values[17] > values[12] + 0.05, $"SSIM {values[12]} became {values[17]}.");
    }

    [Fact]
    public void Training_starts_from_the_weights_of_a_run_or_file()
    {
        Trainer.Run(s_tiny with { Epochs = 1 }, Run("first"));
        string best = Path.Combine(Run("first"), RunFile.Best);
        var options = s_tiny with { Epochs = 1, LearningRate = 1e-30, Seed = 9 };
        Trainer.Run(options with { Init = Run("first") }, Run("run"));
        Trainer.Run(options with { Init = best }, Run("file"));
        foreach (string name in (string[])["run", "file"])
        {
            Assert.Equal(Checkpoint.Read(best).Tensors["decoder.2.weight"].ToFloats(),
                Checkpoint.Read(Path.Combine(Run(name), RunFile.Last)).Tensors["decoder.2.weight"].ToFloats());
        }

        var error = Assert.Throws<CheckpointException>(() => Trainer.Run(options with { Init = best, Latent = 7 }, Run("mismatch")));
        Assert.Contains(
            $"encoder.3.weight in {best} is [8, 1024], and the model expects [7, 1024]", error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Run("mismatch")));
    }

    [Fact]
    public void Cancelling_stops_after_the_running_step_with_its_state()
    {
        using var cancellation = new CancellationTokenSource();
        var result = Trainer.Run(s_tiny, Run("stop"), new CancelAtStep(6, cancellation), cancellation: cancellation.Token);
        Assert.Equal((1, StopReason.Interrupt), (result.Epochs, result.StoppedBy));
        var state = Checkpoint.Read(Path.Combine(Run("stop"), RunFile.State));
        Assert.Equal(("1", "2", "6"), (state.Metadata["epoch"], state.Metadata["training_batch"], state.Metadata["training_step"]));
        Assert.Equal("6", Checkpoint.Read(Path.Combine(Run("stop"), RunFile.Last)).Metadata["step"]);
    }

    [Fact]
    public void Max_steps_ends_within_an_epoch()
    {
        var result = Trainer.Run(s_tiny with { MaxSteps = 5 }, Run("steps"));
        Assert.Equal((2, StopReason.MaxSteps), (result.Epochs, result.StoppedBy));
        Assert.Equal("5", Checkpoint.Read(Path.Combine(Run("steps"), RunFile.Last)).Metadata["step"]);
    }

    [Theory]
    [InlineData(1, 1, StopReason.MaxSteps)]
    [InlineData(3, 2, StopReason.MaxSteps)]
    [InlineData(1, null, StopReason.Epochs)]
    public void A_limit_below_an_epoch_is_what_stopped_it(int epochs, int? steps, StopReason reason)
    {
        var result = Trainer.Run(s_tiny with { Epochs = epochs, MaxSteps = steps }, Run("limit"));
        Assert.Equal((1, reason), (result.Epochs, result.StoppedBy));
        Assert.Equal(reason, Trainer.Resume(Run("limit")).StoppedBy);
    }

    [Fact]
    public void The_simulator_trains_as_the_cpu_does()
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
    public void Diverging_names_the_step()
    {
        var error = Assert.Throws<DivergedException>(() => Trainer.Run(s_tiny with { LearningRate = 3e38f }, Run("nan")));
        Assert.Contains("at step 2 (epoch 1)", error.Message, StringComparison.Ordinal);
        Assert.Contains("the gradient of encoder.1.weight", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(Run("nan"), RunFile.Best)));
    }

    [Fact]
    public void A_diverged_state_is_never_saved()
    {
        Trainer.Run(s_tiny with { Epochs = 1 }, Run("run"));
        string file = Path.Combine(Run("run"), RunFile.State);
        var state = Checkpoint.Read(file);
        float[] bias = state.Tensors["decoder.2.bias"].ToFloats();
        bias[5] = float.NaN;
        state.Tensors["decoder.2.bias"] = CheckpointTensor.FromFloats([bias.Length], bias);
        state.Write(file);
        byte[] before = File.ReadAllBytes(file);
        var error = Assert.Throws<DivergedException>(() => Trainer.Resume(Run("run"), options => options with { Epochs = 2 }));
        Assert.Contains("at step 5 (epoch 2)", error.Message, StringComparison.Ordinal);
        Assert.Contains("checkpoint is kept", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(file));
        Assert.Contains("\"diverged\"", File.ReadAllText(Path.Combine(Run("run"), RunFile.Events)), StringComparison.Ordinal);
    }

    [Fact]
    public void An_existing_folder_is_left_alone()
    {
        Directory.CreateDirectory(Run("there"));
        Assert.Throws<ConfigurationException>(() => Trainer.Run(s_tiny, Run("there")));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Run("there")));
    }

    [Fact]
    public void A_locked_folder_is_named()
    {
        using var held = RunFolder.Create(Run("locked"), "mlp");
        Assert.True(RunFolder.IsLocked(Run("locked")));
        Assert.Throws<RunLockedException>(() => Trainer.Run(s_tiny, Run("locked")));
    }

    [Fact]
    public void Dropout_of_a_family_without_any_is_refused()
    {
        var error = Assert.Throws<ConfigurationException>(
            () => Trainer.Run(s_tiny with { Settings = new(("dropout", "0.5")) }, Run("dropout")));
        Assert.StartsWith("dropout:", error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Run("dropout")));
    }

    private string Run(string name) => Path.Combine(_folder, name);

    private string[] Rates(string name) => Column(name, 8);

    private string[] Losses(string name) => Column(name, 2);

    private string[] Column(string name, int column) =>
        [.. File.ReadAllLines(Path.Combine(Run(name), RunFile.Metrics)).Skip(1).Select(row => row.Split(',')[column])];

    private string HashOf(TrainingOptions options, string name)
    {
        Trainer.Run(options, Run(name));
        return Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(Path.Combine(Run(name), RunFile.Last))));
    }
}
