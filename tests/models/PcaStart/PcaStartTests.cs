using System.Security.Cryptography;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models;
using ILGpuAutoencoders.Models.PcaStart;

namespace ILGpuAutoencoders.Tests.Models.Starts;

public sealed class PcaStartTests : IDisposable
{
    private static readonly TrainingOptions s_options = new()
    {
        Data = "faces:100",
        ImageSize = 32,
        Latent = 12,
        BatchSize = 30,
        Epochs = 1,
        MaxSteps = 1,
        Device = "cpu",
        Threads = 2,
        Init = "pca",
        LearningRate = 1e-30,
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("pca-start").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("mlp", Augmentation.None)]
    [InlineData("mlp", Augmentation.Flip)]
    [InlineData("shallow", Augmentation.None)]
    [InlineData("conv", Augmentation.None)]
    [InlineData("denoising", Augmentation.Flip)]
    [InlineData("improved", Augmentation.None)]
    [InlineData("improved", Augmentation.Flip)]
    public void Before_training_the_network_is_as_good_as_its_principal_components(string model, Augmentation augment)
    {
        var options = s_options with { Model = model, Augment = augment, NoiseFactor = 0 };
        Trainer.Run(options, Run("start"));
        var result = Evaluator.Run(new EvaluationOptions { Run = Run("start"), Split = DatasetSplit.Val, Pca = true, Device = "cpu" });
        Assert.True(
            result.Psnr > result.Pca!.Psnr - 1, $"{model}: {result.Psnr:0.00} dB, and its principal components {result.Pca.Psnr:0.00} dB.");
    }

    [Theory]
    [InlineData("shallow", 21, 23, 1)]
    [InlineData("conv", 28, 20, 3)]
    [InlineData("improved", 28, 28, 1)]
    public void A_border_changes_nothing_about_that(string model, int width, int height, int channels)
    {
        var options = s_options with
        {
            Model = model,
            Augment = Augmentation.Flip,
            ImageSize = new(width, height),
            Channels = channels,
            Fit = PictureFit.Crop,
        };
        Trainer.Run(options, Run("start"));
        var result = Evaluator.Run(new EvaluationOptions { Run = Run("start"), Split = DatasetSplit.Val, Pca = true, Device = "cpu" });
        Assert.True(
            result.Psnr > result.Pca!.Psnr - 1, $"{model}: {result.Psnr:0.00} dB, and its principal components {result.Pca.Psnr:0.00} dB.");
    }

    [Fact]
    public void Equal_options_give_equal_bytes_and_going_on_changes_nothing()
    {
        var options =
            s_options with
            {
                Model = "improved",
                Settings = new(("width", "8")),
                ImageSize = 16,
                LearningRate = 1e-4,
                MaxSteps = 6,
                Epochs = 2,
                Augment = Augmentation.Flip
            };
        Trainer.Run(options, Run("whole"));
        Trainer.Run(options with { MaxSteps = 3, Epochs = 1, Threads = 1 }, Run("stopped"));
        Trainer.Resume(Run("stopped"), change => change with { MaxSteps = 6, Epochs = 2, Threads = 2 });
        Assert.Equal(HashOf("whole"), HashOf("stopped"));
        Trainer.Run(options with { Seed = 1 }, Run("other"));
        Assert.NotEqual(HashOf("whole"), HashOf("other"));
    }

    [Fact]
    public void The_control_is_measured_before_the_first_epoch_ends()
    {
        var observer = new ControlObserver();
        Trainer.Run(s_options with { Model = "conv", Epochs = 2, MaxSteps = null }, Run("control"), observer);
        Assert.Equal(["control of 12", "epoch 1", "epoch 2"], observer.Events);
        Assert.InRange(observer.Psnr, 10, 40);
        var resumed = new ControlObserver();
        Trainer.Resume(Run("control"), change => change with { Epochs = 3 }, resumed);
        Assert.Equal(["control of 12", "epoch 3"], resumed.Events);
        Assert.Equal(observer.Psnr, resumed.Psnr);
    }

    [Theory]
    [InlineData("vae", null)]
    [InlineData("unet", null)]
    [InlineData("conv", "pool")]
    public void Another_network_is_refused_before_a_run_is_made(string model, string? down)
    {
        var error = Assert.Throws<ConfigurationException>(
            () => Trainer.Run(
                s_options with { Model = model, Settings = down is null ? FamilySettings.None : new(("down", down)) }, Run("none")));
        Assert.StartsWith("init:", error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Run("none")));
    }

    [Fact]
    public void Bases_that_are_wide_enough_keep_every_picture()
    {
        const int Side = 8;
        double[][] pictures =
            [.. Enumerable.Range(0, 3).Select(
                p => Enumerable.Range(0, Side * Side * 3).Select(i => Math.Sin((p + 1) * (i + 0.5))).ToArray())];
        var bases = BlockBases.Fit(pictures, Side, [12, 48, 100], new RandomStream(3, RandomPurpose.Statistics));
        Assert.Equal([12, 48, 100], bases.Levels.Select(level => level.GetLength(0)));
        for (int p = 0; p < pictures.Length; p++)
        {
            for (int q = 0; q < pictures.Length; q++)
            {
                Assert.Equal(Dot(pictures[p], pictures[q]), Dot(bases.Coordinates[p], bases.Coordinates[q]), 1e-9);
            }
        }

        // Two vectors cannot hold three pictures.
        var narrow = BlockBases.Fit(pictures, Side, [12, 48, 2], new RandomStream(3, RandomPurpose.Statistics));
        Assert.True(narrow.Coordinates.Sum(c => Dot(c, c)) < pictures.Sum(c => Dot(c, c)) - 1);
    }

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();

    private string HashOf(string run) => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(Path.Combine(Run(run), RunFile.State))));

    private string Run(string name) => Path.Combine(_folder, name);

    private sealed class ControlObserver : ITrainingObserver
    {
        internal List<string> Events { get; } = [];

        internal double Psnr { get; private set; }

        public void ControlMeasured(int components, double psnr)
        {
            Events.Add($"control of {components}");
            Psnr = psnr;
        }

        public void EpochEnded(EpochMetrics metrics, bool isBest) => Events.Add($"epoch {metrics.Epoch}");
    }
}
