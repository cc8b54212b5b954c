using System.Security.Cryptography;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models;
using ILGpuAutoencoders.Models.Options;
using ILGpuAutoencoders.Models.Training;
using ILGpuAutoencoders.Tests.Cli;
using ILGpuAutoencoders.Tests.TestKit;

namespace ILGpuAutoencoders.Tests.Models.Training;

public sealed class MicroBatchTests : IDisposable
{
    /// <summary>48 pictures to train on: batches of 18, 18 and 12; in parts of 5 these are 5 5 5 3, the same, and 5 5 2.</summary>
    internal static readonly TrainingOptions Tiny = new()
    {
        Model = "mlp",
        Data = "faces:60",
        ImageSize = 16,
        Latent = 8,
        BatchSize = 18,
        Epochs = 2,
        Device = "cpu",
        Threads = 1,
        Seed = 4,
    };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("improved", 18)]
    [InlineData("vae", 65_536)]
    public void A_micro_batch_of_the_whole_batch_changes_no_bit(string model, int microBatch)
    {
        var options = Tiny with { Model = model, MaxSteps = 2 };
        Assert.Equal(StateOf(options), StateOf(options with { MicroBatch = microBatch }));
    }

    [Theory]
    [InlineData("mlp", 5)]
    [InlineData("conv", 5)]
    [InlineData("denoising", 9)]
    [InlineData("unet", 1)]
    public void Without_batch_norm_and_dropout_a_step_is_that_of_the_whole_batch(string model, int microBatch)
    {
        var options =
            Tiny with { Model = model, MaxSteps = 3, Augment = Augmentation.Flip, Optimizer = UpdateRule.Sgd, LearningRate = 0.1 };
        var whole = TensorsOf(options);
        var parts = TensorsOf(options with { MicroBatch = microBatch });
        bool isEqual = true;
        foreach (var (name, tensor) in whole)
        {
            Assert.All(tensor.ToFloats().Zip(parts[name].ToFloats()), pair => Assert.Equal(pair.First, pair.Second, 2e-6f));
            isEqual &= tensor.ToFloats().SequenceEqual(parts[name].ToFloats());
        }

        Assert.False(isEqual);
    }

    [Theory]
    [InlineData("mlp", "clip-norm")]
    [InlineData("improved", "ema")]
    [InlineData("vae", "plateau")]
    [InlineData("denoising", "flip")]
    public void Neither_threads_nor_a_stop_change_a_bit(string model, string also)
    {
        var options = Tiny with
        {
            Model = model,
            MicroBatch = 5,
            Epochs = 1,
            Settings = model == "improved" ? new(("width", "8"), ("dropout", "0.2"), ("norm", "batch")) : FamilySettings.None,
            ClipNorm = also == "clip-norm" ? 0.05 : null,
            Ema = also == "ema" ? 0.9 : null,
            Schedule = also == "plateau" ? ScheduleKind.Plateau : ScheduleKind.None,
            Augment = also == "flip" ? Augmentation.Flip : Augmentation.None,
        };
        string whole = StateOf(options);
        Assert.Equal(whole, StateOf(options with { Threads = 3 }));
        using var cancellation = new CancellationTokenSource();
        Trainer.Run(options, _folder["stopped"], new CancelAtStep(2, cancellation), cancellation: cancellation.Token);
        Trainer.Resume(_folder["stopped"]);
        Assert.Equal(whole, StateIn(_folder["stopped"]));
    }

    /// <summary>A picture twice in two parts: half its gradient twice is its gradient, unless the second part drops other values.</summary>
    [Theory]
    [InlineData("0", true)]
    [InlineData("0.5", false)]
    public void Each_part_draws_random_numbers_of_its_own(string dropout, bool isEqual)
    {
        var options = ModelBuilder.Resolve(
            Tiny with { Model = "improved", Settings = new(("width", "8"), ("norm", "none"), ("dropout", dropout)) });
        float[] picture = [.. Enumerable.Range(0, 16 * 16 * 3).Select(i => i % 97 / 97f)];
        Assert.Equal(isEqual, Gradients(picture, 1).SequenceEqual(Gradients([.. picture, .. picture], 2)));

        float[] Gradients(float[] pictures, int count)
        {
            using var device = new SimdDevice(1);
            using var model = Autoencoder.Create(device, ModelBuilder.NetworkOf(options), seed: 1);
            using var learner = new Learner(model, options with { MicroBatch = 1 }, stepsPerEpoch: 1);
            learner.Step(1, 1e-3, pictures, pictures, count);
            float[] gradients = new float[model.Arena.Gradients.Length];
            device.Download(model.Arena.Gradients, gradients);
            return gradients;
        }
    }

    [Fact]
    public void Batch_norm_counts_batches_not_parts()
    {
        var tensors = TensorsOf(Tiny with { Model = "improved", MicroBatch = 5, MaxSteps = 3 });
        var counts = tensors.Where(tensor => tensor.Key.EndsWith("num_batches_tracked", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(counts);
        Assert.All(counts, count => Assert.Equal([3], count.Value.ToFloats()));
    }

    [Fact]
    public void A_part_of_one_value_per_channel_is_refused_with_what_to_do()
    {
        var error = Assert.Throws<ConfigurationException>(
            () => Trainer.Run(Tiny with { Model = "improved", MicroBatch = 1 }, _folder["run"]));
        Assert.Contains("use a micro-batch of 2 or more", error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["run"]));
    }

    [Theory]
    [InlineData("conv")]
    [InlineData("improved")]
    public void A_step_in_parts_takes_less_memory(string model)
    {
        var options = ModelBuilder.Resolve(new TrainingOptions { Model = model, BatchSize = 256 });
        long whole = Need(null), halves = Need(128), eighths = Need(32);
        Assert.True(eighths < halves && halves < whole, $"{whole}, {halves}, {eighths}");

        long Need(int? microBatch) => MemoryNeed.Of(options with { MicroBatch = microBatch }, 1000, 100, withHost: false)!.Value;
    }

    private Dictionary<string, CheckpointTensor> TensorsOf(TrainingOptions options)
    {
        string run = _folder[$"{Guid.NewGuid():N}"];
        Trainer.Run(options, run);
        return new(Checkpoint.Read(Path.Combine(run, RunFile.Last)).Tensors);
    }

    private string StateOf(TrainingOptions options)
    {
        string run = _folder[$"{Guid.NewGuid():N}"];
        Trainer.Run(options, run);
        return StateIn(run);
    }

    private static string StateIn(string run)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (_, tensor) in Checkpoint.Read(Path.Combine(run, RunFile.State)).Tensors)
        {
            hash.AppendData(tensor.Data.Span);
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
