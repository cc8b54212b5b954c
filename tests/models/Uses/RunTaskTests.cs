using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models;
using ILGpuAutoencoders.Tests.Data.Pixels;

namespace ILGpuAutoencoders.Tests.Models.Uses;

/// <summary>One tiny denoising run, for what is done with runs.</summary>
public sealed class TrainedRunFixture : IDisposable
{
    public TrainedRunFixture()
    {
        Folder = Directory.CreateTempSubdirectory("tasks").FullName;
        RunPath = Path.Combine(Folder, "run");
        Trainer.Run(
            new TrainingOptions
            {
                Model = "denoising",
                Data = "faces:80",
                ImageSize = 16,
                Latent = 8,
                BatchSize = 16,
                Epochs = 2,
                Device = "cpu"
            }, RunPath);
    }

    public string Folder { get; }

    public string RunPath { get; }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}

public sealed class RunTaskTests(TrainedRunFixture fixture) : IClassFixture<TrainedRunFixture>
{
    [Fact]
    public void Evaluation_of_a_denoising_run_tells_inputs_and_control()
    {
        string csv = Path.Combine(fixture.Folder, "pictures.csv");
        var result = Evaluator.Run(new EvaluationOptions { Run = fixture.RunPath, Device = "cpu", Csv = csv });
        Assert.Equal(4, result.Images);
        Assert.Equal((8, 16, "whole"), (result.Pca!.K, result.ImageSize, result.Crop));
        // Noise of deviation 0.1 costs 20 dB; clamping at black and white gives a little back.
        Assert.InRange(result.PsnrInput!.Value, 19.5, 23);
        Assert.Equal(-10 * Math.Log10(result.Mse), result.PsnrOfMeanMse, 9);
        Assert.InRange(result.Ssim!.Value, -1, 1);
        double[] errors =
            [.. File.ReadLines(csv).Skip(1).Select(
                row => double.Parse(row.Split(',')[1], System.Globalization.CultureInfo.InvariantCulture))];
        Assert.Equal(result.Mse, errors.Average(), 9);
        Assert.Throws<ConfigurationException>(
            () => Evaluator.Run(new EvaluationOptions { Run = fixture.RunPath, Device = "cpu", Csv = csv }));
    }

    [Fact]
    public void Evaluation_is_the_same_each_time_and_follows_the_noise_factor()
    {
        var options = new EvaluationOptions { Run = fixture.RunPath, Device = "cpu", Pca = false };
        Assert.Equal(Evaluator.Run(options), Evaluator.Run(options with { BatchSize = 3, Threads = 1 }));
        Assert.True(Evaluator.Run(options with { NoiseFactor = 0.3f }).PsnrInput < Evaluator.Run(options).PsnrInput - 5);
        Assert.Null(Evaluator.Run(options with { NoiseFactor = 0 }).PsnrInput);
    }

    [Fact]
    public void Val_of_the_last_epoch_is_what_the_metrics_say()
    {
        var result = Evaluator.Run(
            new EvaluationOptions
            {
                Run = Path.Combine(fixture.RunPath, RunFile.Last),
                Split = DatasetSplit.Val,
                Device = "cpu",
                Pca = false
            });
        string[] row = File.ReadLines(Path.Combine(fixture.RunPath, RunFile.Metrics)).Last().Split(',');
        Assert.Equal(double.Parse(row[4], System.Globalization.CultureInfo.InvariantCulture), result.Mse, 9);
        Assert.Equal(double.Parse(row[6], System.Globalization.CultureInfo.InvariantCulture), result.Psnr, 9);
    }

    [Fact]
    public void Reconstruction_writes_each_picture_and_a_grid_and_overwrites_nothing()
    {
        string inputs = Directory.CreateDirectory(Path.Combine(fixture.Folder, "inputs", "inner")).Parent!.FullName;
        PixelCodec.SavePng(GeneratedPicture(1), Path.Combine(inputs, "a.png"));
        PixelCodec.SavePng(GeneratedPicture(2), Path.Combine(inputs, "inner", "a.png"));
        File.WriteAllText(Path.Combine(inputs, "broken.jpg"), "no picture");
        var options =
            new ReconstructionOptions
            {
                Run = fixture.RunPath,
                Inputs = [inputs, Path.Combine(inputs, "*.png")],
                Out = Path.Combine(fixture.Folder, "out"),
                Device = "cpu"
            };
        var result = Reconstructor.Run(options);
        Assert.Equal(
            ["a-2.png", "a.png", "grid.png"], Directory.GetFiles(options.Out).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(2, result.Pictures.Count);
        Assert.Contains("broken.jpg", Assert.Single(result.Bad), StringComparison.Ordinal);
        Assert.Equal((16, 16), (Decode(result.Pictures[0].Output).Width, Decode(result.Pictures[0].Output).Height));
        // The worse of the two first.
        var worst = result.Pictures.OrderByDescending(picture => picture.Mse).ToList();
        var grid = Decode(result.Grid!);
        Assert.Equal(
            ["pictures, largest error first", "denoising: mean", .. worst.Select(Decibels), "errors of denoising"],
            PictureText.Order(grid, ["errors of denoising", "denoising: mean", .. result.Pictures.Select(Decibels),
                "pictures, largest error first"]));
        Assert.Equal(["a", "a"], PictureText.Find(grid, "a").Where(at => at.Y == 4 + 22 + 96 + 4).Select(_ => "a"));
        var error = Assert.Throws<ConfigurationException>(() => Reconstructor.Run(options));
        Assert.StartsWith("out:", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_there_is_named()
    {
        Assert.Throws<CheckpointException>(
            () => Evaluator.Run(new EvaluationOptions { Run = Path.Combine(fixture.Folder, "none"), Device = "cpu" }));
        var options =
            new ReconstructionOptions
            {
                Run = fixture.RunPath,
                Inputs = ["none/*.png"],
                Out = Path.Combine(fixture.Folder, "no"),
                Device = "cpu"
            };
        Assert.Contains("none/*.png", Assert.Throws<DataSetException>(() => Reconstructor.Run(options)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mlp", BenchmarkMode.Step)]
    [InlineData("conv", BenchmarkMode.Infer)]
    [InlineData("matmul", BenchmarkMode.Step)]
    [InlineData("conv2d", BenchmarkMode.Step)]
    public void Benchmarks_measure_something(string target, BenchmarkMode mode)
    {
        var result = BenchmarkRunner.Run(
            new BenchmarkOptions
            {
                Target = target,
                Mode = mode,
                Batch = 2,
                ImageSize = 16,
                Latent = 4,
                Size = 16,
                Seconds = 0.02,
                Device = "cpu",
                Threads = 1
            });
        Assert.True(result.MsPerStep > 0);
        Assert.Equal(target is "matmul" or "conv2d", result.Gflops > 0);
        Assert.Equal(target != "matmul", result.ImagesPerSecond > 0);
        Assert.Equal(1, result.Threads);
        Assert.True(result.PeakMemoryMb > 0);
    }

    [Fact]
    public void An_unknown_benchmark_lists_those_that_are() =>
        Assert.Contains(
            "matmul", Assert.Throws<ConfigurationException>(() => BenchmarkRunner.Run(new BenchmarkOptions { Target = "resnet" })).Message,
            StringComparison.Ordinal);

    private static string Decibels(ReconstructedPicture picture) => FormattableString.Invariant($"{picture.Psnr:0.00} dB");

    private static Picture GeneratedPicture(int seed)
    {
        byte[] bytes = new byte[3 * 20 * 20];
        new Random(seed).NextBytes(bytes);
        return new Picture(20, 20, bytes);
    }

    private static Picture Decode(string path) => PixelCodec.DecodeFile(path).Picture!;
}
