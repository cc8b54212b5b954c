using System.Globalization;
using System.Text.RegularExpressions;
using ILGpuAutoencoders.Cli.Terminal;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models;
using ILGpuAutoencoders.Models.Options;
using ILGpuAutoencoders.Models.Runs;
using ILGpuAutoencoders.Models.Training;
using ILGpuAutoencoders.Tests.Cli;

namespace ILGpuAutoencoders.Tests.Models.Training;

public sealed class MemoryNeedTests : IDisposable
{
    private static readonly TrainingOptions s_tiny = new()
    {
        Model = "shallow",
        Data = "faces:20",
        ImageSize = 16,
        Latent = 1,
        BatchSize = 8,
        Epochs = 1,
        Device = "cpu",
        Threads = 1,
    };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("shallow")]
    [InlineData("conv")]
    [InlineData("unet")]
    public void What_is_counted_is_what_training_takes(string family)
    {
        var options = s_tiny with { Model = family, BatchSize = 16, Ema = 0.9, MaxSteps = 1 };
        using var device = new SimdDevice(1);
        var pictures = RunPictures.Open(options);
        Trainer.RunIn(
            new Workplace(new DeviceChoice(device, "a test"), pictures), options, _folder["run"], observer: null, CancellationToken.None);

        long counted =
            MemoryNeed.Of(ModelBuilder.Resolve(options), pictures.Index.Train.Count, pictures.Index.Val.Count, withHost: false)!.Value;

        Assert.InRange(device.ReservedBytes, (long)(0.6 * counted), counted);
        Assert.Equal(0, device.LiveBytes);
    }

    /// <summary>1,200 pictures leave no 32 steps of 64.</summary>
    [Theory]
    [InlineData(20, 1)]
    [InlineData(1_200, 32)]
    [InlineData(100_000, 256)]
    public void A_batch_size_that_is_left_open_leaves_steps_enough(int pictures, int size)
    {
        using var device = new SimdDevice(1);
        var open = ModelBuilder.Resolve(s_tiny with { BatchSize = TrainingOptions.AutoBatchSize });
        Assert.Equal(size, MemoryNeed.WithBatchSize(device, open, pictures, 4, AloneWorld.Instance).BatchSize);
        Assert.Equal(8, MemoryNeed.WithBatchSize(device, s_tiny, pictures, 4, AloneWorld.Instance).BatchSize);
    }

    [Fact]
    public void A_run_keeps_the_batch_size_that_was_found()
    {
        var run = CliRun.Of(
            "train", "shallow", "--preset", "plain", "--data", "faces:200", "--image-size", "16", "--latent", "1", "--epochs", "1", "--max-steps",
            "2", "--batch-size", "auto", "--device", "cpu", "--out", _folder["auto"]);
        Assert.True(run.ExitCode == ExitCodes.Ok, run.Error);
        Assert.Contains(
            File.ReadAllLines(Path.Combine(_folder["auto"], RunFile.Config)), line => line is "batch-size: 4" or "batch-size: 5");
    }

    [Theory]
    [InlineData("conv", "--batch-size 65536 --image-size 256 --data faces:80000", "batch-size of at most")]
    [InlineData("improved", "--batch-size 65536 --image-size 256 --data faces:80000", "batch-size of at most")]
    [InlineData("shallow", "--image-size 256 --latent 65536 --data faces:40", "smaller image-size or latent")]
    public void What_does_not_fit_is_refused_with_an_estimate_and_advice_before_memory_is_taken(string family, string words, string advice)
    {
        long before = GC.GetTotalAllocatedBytes();
        var run = CliRun.Of(["train", family, "--device", "cpu", "--out", _folder["run"], .. words.Split(' ')]);

        Assert.True(run.ExitCode == ExitCodes.Device, $"exit {run.ExitCode}: {run.Error}");
        Assert.Contains("are free", run.Error, StringComparison.Ordinal);
        Assert.Contains(advice, run.Error, StringComparison.Ordinal);
        Assert.Equal(1, run.Error.Count(c => c == '\n'));
        Assert.False(Directory.Exists(_folder["run"]));
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 1 << 30);
    }

    [Fact]
    public void A_benchmark_that_does_not_fit_is_refused_too()
    {
        var run = CliRun.Of("benchmark", "unet", "--batch", "65536", "--image-size", "1024", "--device", "cpu");

        Assert.Equal(ExitCodes.Device, run.ExitCode);
        Assert.Contains("2³¹ elements", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_advised_micro_batch_is_the_largest_that_fits()
    {
        var options = ModelBuilder.Resolve(s_tiny with { Model = "conv", ImageSize = 64, BatchSize = 4096 });
        const long Free = 1L << 30;
        const int Train = 5000, Val = 100;
        var error = Assert.Throws<InsufficientMemoryException>(() => MemoryNeed.Require("cpu", Free, withHost: true, options, Train, Val));
        var found = Regex.Match(error.Message, "of at most ([0-9]+)");
        int most = int.Parse(found.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        Assert.InRange(most, 64, 4095);
        Assert.True(Need(most) <= Free && Need(most + 1) > Free);
        MemoryNeed.Require("cpu", Free, withHost: true, options with { MicroBatch = most }, Train, Val);

        long Need(int batch) => MemoryNeed.Of(options with { MicroBatch = batch }, Train, Val, withHost: true)!.Value;
    }

    /// <summary>The device refuses the 1st, 2nd, ... storage, until a training needs no more of them.</summary>
    [Fact]
    public void Memory_that_runs_out_anywhere_is_one_error_and_leaves_nothing_open()
    {
        const int Most = 200;
        int unobserved = 0;
        void Count(object? sender, UnobservedTaskExceptionEventArgs args) => Interlocked.Increment(ref unobserved);
        TaskScheduler.UnobservedTaskException += Count;
        var pictures = RunPictures.Open(s_tiny);
        int failures = 0;
        for (int call = 1, isDone = 0; call <= Most && isDone == 0; call++)
        {
            int left = call;
            string run = _folder[$"{call}"];
            var device = new SimdDevice(1) { Allocating = length => Refuse(--left == 0, length) };
            using (device)
            {
                try
                {
                    Trainer.RunIn(
                        new Workplace(new DeviceChoice(device, "a test"), pictures), s_tiny, run, observer: null, CancellationToken.None);
                    isDone = 1;
                }
                catch (InsufficientMemoryException error)
                {
                    failures++;
                    Assert.Contains("no room", error.Message, StringComparison.Ordinal);
                }
            }

            Assert.Equal(0, device.ReservedBytes);
            Assert.False(RunFolder.IsLocked(run));
            Assert.Equal(isDone == 1, File.Exists(Path.Combine(run, RunFile.Best)));
        }

        GC.Collect();
        GC.WaitForPendingFinalizers();
        TaskScheduler.UnobservedTaskException -= Count;
        Assert.Equal(0, unobserved);
        Assert.InRange(failures, 30, Most);
    }

    private static void Refuse(bool isDue, int length)
    {
        if (isDue)
        {
            throw new InsufficientMemoryException($"no room for {length}");
        }
    }
}
