using System.Security.Cryptography;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models;
using ILGpuAutoencoders.Models.Runs;
using ILGpuAutoencoders.Models.Training;
using ILGpuAutoencoders.Tests.Data.Pixels;
using ILGpuAutoencoders.Tests.TestKit;

namespace ILGpuAutoencoders.Tests.Models.Training;

public sealed class ResumeTests : IDisposable
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

    private static readonly string[] s_checkpoints = [RunFile.Best, RunFile.Last, RunFile.State];

    private readonly string _folder = Directory.CreateTempSubdirectory("resume").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("mlp", 3, 1, 5, 8)]
    [InlineData("denoising", 2, 3, 4, 7)]
    [InlineData("improved", 2, 6)]
    [InlineData("vae", 2, 6)]
    [InlineData("unet", 2, 6)]
    public void Stopping_after_a_step_and_going_on_changes_nothing(string model, int epochs, params int[] stops)
    {
        var options = s_tiny with
        {
            Model = model,
            Epochs = epochs,
            Augment = Augmentation.Flip,
            CropJitter = 0.3,
            Brightness = 0.2,
            CutOut = 0.05,
            Settings = NarrowOf(model),
        };
        Trainer.Run(options, Run("whole"));
        var result = RunUntil(stops[0], (observer, stop) => Trainer.Run(options, Run("stopped"), observer, cancellation: stop));
        foreach (int step in stops[1..])
        {
            Assert.Equal(StopReason.Interrupt, result.StoppedBy);
            result = RunUntil(step, (observer, stop) => Trainer.Resume(Run("stopped"), null, observer, cancellation: stop));
        }

        Assert.Equal(StopReason.Interrupt, result.StoppedBy);
        result = Trainer.Resume(Run("stopped"));
        Assert.Equal((epochs, StopReason.Epochs), (result.Epochs, result.StoppedBy));
        AssertEqualRuns(Run("whole"), Run("stopped"));
    }

    private static FamilySettings NarrowOf(string model) => model == "improved" ? new(("width", "8")) : FamilySettings.None;

    [Fact]
    public void The_sample_grids_of_a_resumed_run_have_the_row_of_the_control()
    {
        var options = s_tiny with { Model = "shallow", Epochs = 2, Init = "pca" };
        Trainer.Run(options, Run("whole"));
        RunUntil(2, (observer, stop) => Trainer.Run(options, Run("stopped"), observer, cancellation: stop));
        Trainer.Resume(Run("stopped"));
        AssertEqualRuns(Run("whole"), Run("stopped"));
        var grid = PixelCodec.DecodeFile(Path.Combine(Run("stopped"), RunFile.Images, "epoch-002.png")).Picture!;
        string[] captions = ["pictures", "reconstructions: mean", "PCA-8, the control: mean"];
        Assert.Equal(captions, PictureText.Order(grid, captions));
    }

    [Theory]
    [InlineData(null, 4)]
    [InlineData(null, 12)]
    [InlineData(6, 6)]
    public void Stopping_in_a_validation_and_going_on_changes_nothing(int? maxSteps, int stop)
    {
        var options = s_tiny with { MaxSteps = maxSteps, Schedule = ScheduleKind.Cosine, Warmup = 1.5 };
        var whole = Trainer.Run(options, Run("whole"));
        var stopped = RunUntil(stop, (observer, token) => Trainer.Run(options, Run("stopped"), observer, cancellation: token));
        Assert.Equal(StopReason.Interrupt, stopped.StoppedBy);
        var resumed = Trainer.Resume(Run("stopped"));
        Assert.Equal((whole.Epochs, whole.BestEpoch, whole.StoppedBy), (resumed.Epochs, resumed.BestEpoch, resumed.StoppedBy));
        AssertEqualRuns(Run("whole"), Run("stopped"));
    }

    [Theory]
    [InlineData("training_batch", "5")]
    [InlineData("training_batch", "2147483647")]
    [InlineData("training_step", "2147483647")]
    [InlineData("training_step", "0")]
    [InlineData("training_epoch_images", "0")]
    [InlineData("training_epoch_loss", "NaN")]
    [InlineData("training_history", "1,2147483647,0.5,,,,,,0.1")]
    [InlineData("training_history", "2,4,0.5,,,,,,0.1")]
    [InlineData("training_history", "1,4,0.5,,,,,,0.1\n2,4,0.5,,,,,,0.1")]
    public void A_state_that_no_training_can_have_led_to_is_refused(string key, string value)
    {
        RunUntil(6, (observer, token) => Trainer.Run(s_tiny, Run("run"), observer, cancellation: token));
        string file = Path.Combine(Run("run"), RunFile.State);
        var state = Checkpoint.Read(file);
        state.Metadata[key] = value;
        // So that the counters agree with each other, and only the pictures tell.
        if (key == "training_batch" && value == "5")
        {
            state.Metadata["training_step"] = "9";
        }

        state.Write(file);
        var error = Assert.Throws<CheckpointException>(() => Trainer.Resume(Run("run")));
        Assert.Contains("is not a state of a training", error.Message, StringComparison.Ordinal);
        Assert.Contains(file, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_best_that_the_state_does_not_hold_is_told()
    {
        Trainer.Run(s_tiny with { Epochs = 2 }, Run("run"));
        string file = Path.Combine(Run("run"), RunFile.State), best = Path.Combine(Run("run"), RunFile.Best);
        var state = Checkpoint.Read(file);
        string[] cells = state.Metadata["training_history"].Split(',');
        cells[3] = "0";
        state.Metadata["training_history"] = string.Join(',', cells);
        state.Write(file);
        File.WriteAllText(best, "damaged");
        var error = Assert.Throws<CheckpointException>(() => Trainer.Resume(Run("run"), options => options with { Epochs = 3 }));
        Assert.Contains(best, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Schedules_averages_and_counts_go_on()
    {
        var options = s_tiny with
        {
            Epochs = 4,
            Optimizer = UpdateRule.AdamW,
            WeightDecay = 0.01f,
            Schedule = ScheduleKind.Plateau,
            PlateauPatience = 0,
            Warmup = 1.5,
            ClipNorm = 0.01,
            Ema = 0.9,
            LearningRate = 0.01,
        };
        Trainer.Run(options, Run("whole"));
        RunUntil(6, (observer, stop) => Trainer.Run(options, Run("stopped"), observer, cancellation: stop));
        RunUntil(12, (observer, stop) => Trainer.Resume(Run("stopped"), null, observer, cancellation: stop));
        Trainer.Resume(Run("stopped"));
        AssertEqualRuns(Run("whole"), Run("stopped"));

        var state = Checkpoint.Read(Path.Combine(Run("whole"), RunFile.State)).Tensors;
        float[] last = Checkpoint.Read(Path.Combine(Run("whole"), RunFile.Last)).Tensors["encoder.1.weight"].ToFloats();
        Assert.Equal(state["ema.encoder.1.weight"].ToFloats(), last);
        Assert.NotEqual(state["encoder.1.weight"].ToFloats(), last);
    }

    /// <summary>What is resumed takes place where what is new does. Steps in tf32 are too slow on the simulator to be made here.</summary>
    [Theory]
    [InlineData(Precision.Fp32)]
    [InlineData(Precision.Tf32)]
    public void The_precision_of_the_run_is_that_of_its_device(Precision precision)
    {
        using var place = Workplace.Open(s_tiny with { Data = "faces:8", Device = "simulator", Precision = precision });
        Assert.Equal(precision, Assert.IsType<SimtDevice>(place.Device).Precision);
    }

    [Fact]
    public void The_end_of_a_cosine_cannot_be_moved()
    {
        Trainer.Run(s_tiny with { Epochs = 1, Schedule = ScheduleKind.Cosine }, Run("run"));
        var error = Assert.Throws<ConfigurationException>(() => Trainer.Resume(Run("run"), options => options with { Epochs = 2 }));
        Assert.StartsWith("epochs:", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<ConfigurationException>(() => Trainer.Resume(Run("run"), options => options with { MaxSteps = 9 }));
        Assert.StartsWith("max-steps:", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_older_or_newer_than_the_state_are_brought_to_it()
    {
        var snapshots = new Snapshots(Run("whole"), name => Run($"after-{name}"));
        Trainer.Run(s_tiny, Run("whole"), snapshots);

        // Killed after the state of epoch 2 and before what follows it.
        Copy(Run("after-1"), Run("behind"));
        File.Copy(Path.Combine(Run("after-2"), RunFile.State), Path.Combine(Run("behind"), RunFile.State), overwrite: true);
        File.Copy(
            Path.Combine(Run("after-2"), RunFile.Images, "epoch-002.png"), Path.Combine(Run("behind"), RunFile.Images, "epoch-002.png"));
        File.WriteAllText(Path.Combine(Run("behind"), $"{RunFile.Best}.7{AtomicFile.TemporarySuffix}"), "half");

        // A state of epoch 1 with rows of epoch 3, the last of them torn, and a torn event.
        Copy(Run("whole"), Run("ahead"));
        File.Copy(Path.Combine(Run("after-1"), RunFile.State), Path.Combine(Run("ahead"), RunFile.State), overwrite: true);
        File.AppendAllText(Path.Combine(Run("ahead"), RunFile.Metrics), "4,16,0.0");
        File.AppendAllText(Path.Combine(Run("ahead"), RunFile.Events), "{\"time\":\"20");

        foreach (string name in (string[])["behind", "ahead"])
        {
            Assert.Equal(3, Trainer.Resume(Run(name)).Epochs);
            AssertEqualRuns(Run("whole"), Run(name));
            Assert.Empty(Directory.GetFiles(Run(name), "*" + AtomicFile.TemporarySuffix));
            Assert.All(
                File.ReadAllLines(Path.Combine(Run(name), RunFile.Events)), line => System.Text.Json.JsonDocument.Parse(line).Dispose());
        }

        string lost = File.ReadAllLines(Path.Combine(Run("behind"), RunFile.Metrics))[2];
        Assert.EndsWith(",,", lost, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_without_a_checkpoint_begins_anew()
    {
        Trainer.Run(s_tiny, Run("whole"));
        using (RunFolder.Create(Run("early"), "mlp", (RunFile.Config, TrainingConfig.Write(s_tiny))))
        {
        }

        var observer = new Listener();
        Trainer.Resume(Run("early"), null, observer);
        Assert.Equal(0, observer.Resume!.Step);
        AssertEqualRuns(Run("whole"), Run("early"));
    }

    [Fact]
    public void A_finished_run_is_finished_and_its_last_model_is_rewritten()
    {
        var first = Trainer.Run(s_tiny with { Data = Faces() }, Run("whole"));
        Copy(Run("whole"), Run("again"));
        File.Delete(Path.Combine(Run("again"), RunFile.Last));
        Directory.Delete(Faces(), recursive: true);

        var result = Trainer.Resume(Run("again"));
        Assert.Equal(first with { Run = Run("again"), ImagesPerSecond = 0 }, result);
        AssertEqualRuns(Run("whole"), Run("again"));
    }

    [Fact]
    public void More_epochs_end_as_a_run_of_that_many_and_the_configuration_says_so()
    {
        Trainer.Run(s_tiny with { Epochs = 5 }, Run("five"));
        Trainer.Run(s_tiny, Run("three"));
        var observer = new Listener();
        Assert.Equal(5, Trainer.Resume(Run("three"), options => options with { Epochs = 5, Workers = 3 }, observer).Epochs);
        Assert.Equal(["epochs 3 -> 5", "workers 1 -> 3"], observer.Resume!.Changes);
        AssertEqualRuns(Run("five"), Run("three"));
        Assert.Equal(5, TrainingConfig.Read(Path.Combine(Run("three"), RunFile.Config)).Epochs);
        var error = Assert.Throws<ConfigurationException>(() => Trainer.Resume(Run("three"), options => options with { Epochs = 4 }));
        Assert.StartsWith("epochs: '4'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void More_steps_end_as_a_run_of_that_many()
    {
        Trainer.Run(s_tiny with { MaxSteps = 12, Epochs = 9 }, Run("twelve"));
        Trainer.Run(s_tiny with { MaxSteps = 8, Epochs = 9 }, Run("eight"));
        var observer = new Listener();
        Assert.Equal(StopReason.MaxSteps, Trainer.Resume(Run("eight"), options => options with { MaxSteps = 12 }, observer).StoppedBy);
        Assert.Equal(["max-steps 8 -> 12"], observer.Resume!.Changes);
        AssertEqualRuns(Run("twelve"), Run("eight"));
    }

    [Fact]
    public void Steps_that_ended_within_an_epoch_ended_it_and_the_best_stays()
    {
        // With this rate the first epoch is the best by far.
        var first = Trainer.Run(s_tiny with { MaxSteps = 6, Schedule = ScheduleKind.Step, StepSize = 1, Gamma = 1e-9 }, Run("run"));
        string best = HashOf(Path.Combine(Run("run"), RunFile.Best));
        var error = Assert.Throws<ConfigurationException>(() => Trainer.Resume(Run("run"), options => options with { MaxSteps = 5 }));
        Assert.StartsWith("max-steps: '5'", error.Message, StringComparison.Ordinal);

        var result = Trainer.Resume(Run("run"), options => options with { MaxSteps = 12 });
        Assert.Equal((2, 3, StopReason.Epochs), (first.Epochs, result.Epochs, result.StoppedBy));
        Assert.Equal(["1,4", "2,6", "3,10"], TinyTraining.TimelessRows(Run("run"))[1..].Select(row => string.Join(',', row.Split(',')[..2])));
        Assert.True(result.BestValLoss <= first.BestValLoss);
        Assert.Equal(first.BestEpoch == result.BestEpoch, best == HashOf(Path.Combine(Run("run"), RunFile.Best)));
    }

    [Fact]
    public void A_kill_within_a_long_epoch_loses_what_came_after_the_last_save()
    {
        Trainer.Run(s_tiny, Run("whole"));
        var observer = new Kill(2, () => Copy(Run("saved"), Run("killed")));
        Trainer.Run(s_tiny with { SaveEvery = 0 }, Run("saved"), observer);
        AssertEqualRuns(Run("whole"), Run("saved"));

        var listener = new Listener();
        Trainer.Resume(Run("killed"), null, listener);
        Assert.Equal((3, 2), (listener.Resume!.Batch, listener.Resume.Step));
        AssertEqualRuns(Run("whole"), Run("killed"));
    }

    [Theory]
    [InlineData("lr", "0.5")]
    [InlineData("model", "conv")]
    [InlineData("seed", "5")]
    [InlineData("precision", "tf32")]
    public void An_option_that_decides_numbers_cannot_be_changed(string key, string value)
    {
        Trainer.Run(s_tiny with { Epochs = 1 }, Run("run"));
        byte[] state = File.ReadAllBytes(Path.Combine(Run("run"), RunFile.State));
        var error = Assert.Throws<ConfigurationException>(
            () => Trainer.Resume(Run("run"), options => TrainingOptions.Table.Find(key)!.Set(options with { Epochs = 2 }, value)));
        Assert.StartsWith(key + ":", error.Message, StringComparison.Ordinal);
        Assert.Contains($"'{value}'", error.Message, StringComparison.Ordinal);

        string config = Path.Combine(Run("run"), RunFile.Config);
        File.WriteAllText(config, TrainingConfig.Write(TrainingOptions.Table.Find(key)!.Set(s_tiny, value)));
        error = Assert.Throws<ConfigurationException>(() => Trainer.Resume(Run("run")));
        Assert.StartsWith(key + ":", error.Message, StringComparison.Ordinal);
        Assert.Contains(config, error.Message, StringComparison.Ordinal);
        Assert.Equal(state, File.ReadAllBytes(Path.Combine(Run("run"), RunFile.State)));
    }

    [Fact]
    public void Other_pictures_are_refused()
    {
        Trainer.Run(s_tiny with { Epochs = 1 }, Run("run"));
        Assert.Throws<DataSetException>(() => Trainer.Resume(Run("run"), options => options with { Epochs = 2, Data = "faces:80" }));
        Assert.Equal("faces:60", TrainingConfig.Read(Path.Combine(Run("run"), RunFile.Config)).Data);
    }

    [Fact]
    public void What_is_no_run_or_has_no_usable_state_is_refused()
    {
        Assert.Throws<CheckpointException>(() => Trainer.Resume(Run("none")));
        Directory.CreateDirectory(Run("empty"));
        Assert.Throws<CheckpointException>(() => Trainer.Resume(Run("empty")));
        Trainer.Run(s_tiny, Run("run"));
        string state = Path.Combine(Run("run"), RunFile.State);
        File.Copy(Path.Combine(Run("run"), RunFile.Last), state, overwrite: true);
        var error = Assert.Throws<CheckpointException>(() => Trainer.Resume(Run("run")));
        Assert.Contains(state, error.Message, StringComparison.Ordinal);
    }

    private static TrainResult RunUntil(int step, Func<ITrainingObserver, CancellationToken, TrainResult> train)
    {
        using var cancellation = new CancellationTokenSource();
        return train(new Listener { Step = step, Cancellation = cancellation }, cancellation.Token);
    }

    private static void AssertEqualRuns(string expected, string actual)
    {
        Assert.All(s_checkpoints, name => Assert.Equal(HashOf(Path.Combine(expected, name)), HashOf(Path.Combine(actual, name))));
        Assert.Equal(TinyTraining.TimelessRows(expected), TinyTraining.TimelessRows(actual));
        string[] pictures = [.. Directory.GetFiles(Path.Combine(expected, RunFile.Images)).Select(path => Path.GetFileName(path)!)];
        Assert.Equal(
            pictures.Order(), Directory.GetFiles(Path.Combine(actual, RunFile.Images)).Select(path => Path.GetFileName(path)!).Order());
        Assert.All(
            pictures,
            name => Assert.Equal(HashOf(Path.Combine(expected, RunFile.Images, name)), HashOf(Path.Combine(actual, RunFile.Images, name))));
    }

    private static string HashOf(string path) => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)));

    private static void Copy(string from, string to)
    {
        foreach (string file in Directory.GetFiles(from, "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) != ".lock"))
        {
            string target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    private string Run(string name) => Path.Combine(_folder, name);

    /// <summary>A folder of pictures.</summary>
    private string Faces()
    {
        string folder = Run("faces");
        if (!Directory.Exists(folder))
        {
            for (int i = 0; i < 12; i++)
            {
                string part = Path.Combine(folder, i < 9 ? "train" : "val");
                Directory.CreateDirectory(part);
                PixelCodec.SavePng(new Picture(16, 16, GeneratedFaces.Draw(0, i, 16)), Path.Combine(part, $"{i}.png"));
            }
        }

        return folder;
    }

    private sealed class Listener : ITrainingObserver
    {
        internal int Step { get; init; }

        internal CancellationTokenSource? Cancellation { get; init; }

        internal TrainingResume? Resume { get; private set; }

        public void Resumed(TrainingResume resume) => Resume = resume;

        public void Stepped(in TrainingStep made)
        {
            if (made.Step == Step)
            {
                Cancellation!.Cancel();
            }
        }
    }

    private sealed class Kill(int step, Action act) : ITrainingObserver
    {
        public void Stepped(in TrainingStep made)
        {
            if (made.Step == step)
            {
                act();
            }
        }
    }

    private sealed class Snapshots(string run, Func<int, string> folderOf) : ITrainingObserver
    {
        public void EpochEnded(EpochMetrics metrics, bool isBest) => Copy(run, folderOf(metrics.Epoch));
    }
}
