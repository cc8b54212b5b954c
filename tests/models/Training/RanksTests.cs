using System.Security.Cryptography;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models;
using ILGpuAutoencoders.Models.Training;
using ILGpuAutoencoders.Tests.Cli;
using ILGpuAutoencoders.Tests.TestKit;

namespace ILGpuAutoencoders.Tests.Models.Training;

/// <summary>Ranks are threads here, each with a device of its own.</summary>
public sealed class RanksTests : IDisposable
{
    /// <summary>
    /// 64 pictures to train on: batches of 18 and one of 10; in parts of 5 these are 5 5 5 3, and 5 5: fewer than 4 ranks. 8 in val: 5 and 3.
    /// </summary>
    private static readonly TrainingOptions s_tiny = MicroBatchTests.Tiny with { Data = "faces:80", MicroBatch = 5 };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("mlp", "flip noise ema clip-norm plateau")]
    [InlineData("shallow", "flip noise ema clip-norm plateau")]
    [InlineData("conv", "flip noise ema clip-norm plateau")]
    [InlineData("denoising", "flip noise ema clip-norm plateau")]
    [InlineData("improved", "dropout flip noise ema clip-norm plateau")]
    [InlineData("vae", "flip noise ema clip-norm plateau")]
    [InlineData("unet", "flip noise ema clip-norm plateau")]
    [InlineData("improved", "dropout")]
    [InlineData("conv", "")]
    public void Any_number_of_ranks_leaves_the_bits_of_one_process(string model, string also)
    {
        var options = With(s_tiny with { Model = model }, also);
        string alone = _folder["alone"];
        Trainer.Run(options, alone);
        for (int ranks = 2; ranks <= 4; ranks++)
        {
            string run = _folder[$"{ranks}"];
            LocalWorld.Run(ranks, world => Trainer.Run(options, run, world: world));
            AssertEqualRuns(alone, run);
        }
    }

    /// <summary>64 pictures in batches of 20 and one of 4, in parts of 8: the last batch is one part, which every rank computes.</summary>
    [Fact]
    public void A_batch_of_one_part_is_computed_by_every_rank()
    {
        var options = With(s_tiny with { Model = "improved", BatchSize = 20, MicroBatch = 8 }, "dropout");
        Trainer.Run(options, _folder["alone"]);
        LocalWorld.Run(3, world => Trainer.Run(options, _folder["ranks"], world: world));
        AssertEqualRuns(_folder["alone"], _folder["ranks"]);
    }

    [Fact]
    public void Without_val_the_loss_on_train_decides()
    {
        var options = s_tiny with { Data = "faces:30", EarlyStop = 1, Epochs = 3, LearningRate = 0.05, Schedule = ScheduleKind.Plateau };
        Trainer.Run(options, _folder["alone"]);
        LocalWorld.Run(2, world => Trainer.Run(options, _folder["ranks"], world: world));
        AssertEqualRuns(_folder["alone"], _folder["ranks"]);
    }

    /// <summary>With val, and without.</summary>
    [Theory]
    [InlineData(30)]
    [InlineData(80)]
    public void Latent_units_are_counted_over_all_pictures(int faces)
    {
        var options = s_tiny with { Model = "vae", Data = $"faces:{faces}", Epochs = 1 };
        var alone = Trainer.Run(options, _folder["alone"]);
        TrainResult? first = null;
        LocalWorld.Run(3, world =>
        {
            var result = Trainer.Run(options, _folder["ranks"], world: world);
            first = world.Rank == 0 ? result : first;
        });
        Assert.NotNull(alone.ActiveUnits);
        Assert.Equal(alone.ActiveUnits, first!.ActiveUnits);
        AssertEqualRuns(_folder["alone"], _folder["ranks"]);
    }

    /// <summary>A signal comes to one rank, and all stop after the same step.</summary>
    [Theory]
    [InlineData("improved", 2, 4)]
    [InlineData("vae", 3, 5)]
    public void A_run_goes_on_with_any_number_of_ranks(string model, params int[] stops)
    {
        var options = With(s_tiny with { Model = model }, "ema flip dropout");
        Trainer.Run(options, _folder["whole"]);
        string run = _folder["stopped"];
        using var first = new CancellationTokenSource();
        LocalWorld.Run(3, world => Assert.Equal(StopReason.Interrupt, Trainer.Run(
            options, run, new CancelAtStep(stops[0], first), world, world.Rank == 0 ? first.Token : default).StoppedBy));
        using var second = new CancellationTokenSource();
        LocalWorld.Run(2, world => Assert.Equal(StopReason.Interrupt, Trainer.Resume(
            run, null, new CancelAtStep(stops[1], second), world, world.Rank == 0 ? second.Token : default).StoppedBy));
        Assert.Equal(StopReason.Epochs, Trainer.Resume(run).StoppedBy);
        AssertEqualRuns(_folder["whole"], run);
        LocalWorld.Run(2, world => Assert.Equal(StopReason.Epochs, Trainer.Resume(run, world: world).StoppedBy));
    }

    [Fact]
    public void Principal_components_and_weights_to_start_from_come_from_the_first_rank()
    {
        var options = s_tiny with { Model = "shallow", Init = "pca", Epochs = 1 };
        Trainer.Run(options, _folder["alone"]);
        LocalWorld.Run(3, world => Trainer.Run(options, _folder["ranks"], world: world));
        AssertEqualRuns(_folder["alone"], _folder["ranks"]);

        var onwards = options with { Init = _folder["alone"] };
        Trainer.Run(onwards, _folder["onwards alone"]);
        LocalWorld.Run(2, world => Trainer.Run(onwards, _folder["onwards"], world: world));
        AssertEqualRuns(_folder["onwards alone"], _folder["onwards"]);
    }

    [Fact]
    public void Nothing_is_kept_of_how_many_ranks_there_were()
    {
        LocalWorld.Run(2, world => Trainer.Run(s_tiny with { MaxSteps = 1 }, _folder["run"], world: world));
        Trainer.Run(s_tiny with { MaxSteps = 1 }, _folder["alone"]);
        Assert.Equal(NamesIn("alone"), NamesIn("run"));
        Assert.Equal(HashOf(_folder["alone"], RunFile.Config), HashOf(_folder["run"], RunFile.Config));
        Assert.Equal(HashOf(_folder["alone"], RunFile.State), HashOf(_folder["run"], RunFile.State));

        IEnumerable<string?> NamesIn(string run) => Directory.GetFiles(_folder[run]).Select(Path.GetFileName).Order();
    }

    [Theory]
    [InlineData(null, 2, "is computed whole, and there are 2 ranks; use a micro-batch of at most 9, or start at most 1.")]
    [InlineData(5, 5, "has 4 micro-batches of up to 5, and there are 5 ranks; use a micro-batch of at most 3, or start at most 4.")]
    public void More_ranks_than_parts_are_refused_with_what_fits(int? microBatch, int ranks, string message)
    {
        var error = Assert.Throws<ConfigurationException>(
            () => LocalWorld.Run(ranks, world => Trainer.Run(s_tiny with { MicroBatch = microBatch }, _folder["run"], world: world)));
        Assert.Equal($"micro-batch: a batch of 18 pictures {message}", error.Message);
        Assert.False(Directory.Exists(_folder["run"]));
    }

    [Fact]
    public void A_rank_with_other_options_is_named_and_no_run_is_made()
    {
        var error = Assert.Throws<ConfigurationException>(() => LocalWorld.Run(
            3, world => Trainer.Run(s_tiny with { LearningRate = world.Rank == 2 ? 0.5 : 0.1 }, _folder["run"], world: world)));
        Assert.Equal(
            $"lr: rank 2 on {Environment.MachineName} has '0.5', and rank 0 has '0.1'; start all ranks with the same options.",
            error.Message);
        Assert.False(Directory.Exists(_folder["run"]));
    }

    [Fact]
    public void A_rank_with_other_pictures_is_named()
    {
        foreach (int host in new[] { 0, 1 })
        {
            string[] files = SomePictures.Write(_folder[$"data{host}"], 40);
            File.Copy(files[host], files[7], overwrite: true);
        }

        var error = Assert.Throws<DataSetException>(() => LocalWorld.Run(
            2, world => Trainer.Run(s_tiny with { Data = _folder[$"data{world.Rank}"] }, _folder["run"], world: world)));
        Assert.StartsWith($"rank 1 on {Environment.MachineName} finds other pictures in '", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rank_on_another_device_is_named()
    {
        var error = Assert.Throws<DeviceException>(() => LocalWorld.Run(
            2, world => Trainer.Run(s_tiny with { Device = world.Rank == 0 ? "cpu" : "simulator" }, _folder["run"], world: world)));
        Assert.Contains($"rank 1 on {Environment.MachineName} computes on ", error.Message, StringComparison.Ordinal);
    }

    /// <summary>A rank that sees the end where others do not would leave them waiting.</summary>
    [Fact]
    public void A_rank_that_would_train_on_longer_is_named()
    {
        Trainer.Run(s_tiny with { Epochs = 1 }, _folder["run"]);
        var error = Assert.Throws<ConfigurationException>(() => LocalWorld.Run(2, world => Trainer.Resume(
            _folder["run"], options => options with { Epochs = 1 + world.Rank }, world: world)));
        Assert.StartsWith("epochs: rank 1 on ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 16, 1, 2, true)]
    [InlineData(1, 16, 2, 2, true)]
    [InlineData(4, 16, 1, 2, true)]
    [InlineData(8, 16, 1, 2, false)]
    [InlineData(1, 2, 1, 2, false)]
    [InlineData(4, 64, 2, 2, false)]
    [InlineData(16, 16, 2, 2, false)]
    public void A_rank_bound_to_less_than_its_share_is_told(int allowed, int online, int sharing, int local, bool isTold) =>
        Assert.Equal(isTold, RankShare.WarningOf(allowed, online, sharing, local) is not null);

    [Theory]
    [InlineData("0", 1)]
    [InlineData("0-3,8,10-11\n", 7)]
    [InlineData("", 0)]
    public void Processors_are_counted(string list, int count) => Assert.Equal(count, RankShare.CountOf(list));

    private static TrainingOptions With(TrainingOptions options, string also)
    {
        bool Has(string word) => also.Split(' ').Contains(word);
        var settings = options.Model == "improved"
            ? new FamilySettings(("width", "8"), ("dropout", Has("dropout") ? "0.2" : "0"), ("norm", "batch"))
            : FamilySettings.None;
        var noisy = Has("noise") ? TrainingOptions.Table.Find("noise")!.Set(options, "gaussian") : options;
        return noisy with
        {
            Settings = settings,
            ClipNorm = Has("clip-norm") ? 0.05 : null,
            Ema = Has("ema") ? 0.9 : null,
            Schedule = Has("plateau") ? ScheduleKind.Plateau : ScheduleKind.None,
            PlateauPatience = Has("plateau") ? 0 : options.PlateauPatience,
            Augment = Has("flip") ? Augmentation.Flip : Augmentation.None,
        };
    }

    private static void AssertEqualRuns(string expected, string actual)
    {
        foreach (string file in new[] { RunFile.State, RunFile.Last, RunFile.Best })
        {
            Assert.Equal(HashOf(expected, file), HashOf(actual, file));
        }

        Assert.Equal(TinyTraining.TimelessRows(expected), TinyTraining.TimelessRows(actual));
    }

    private static string HashOf(string run, string file) =>
        Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(Path.Combine(run, file))));
}
