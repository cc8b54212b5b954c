using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models;
using ILGpuAutoencoders.Models.Evaluation;
using ILGpuAutoencoders.Models.PrincipalComponents;
using ILGpuAutoencoders.Models.Runs;

namespace ILGpuAutoencoders.Tests.Models.Evaluation;

/// <summary>The control that a run keeps, and what becomes of an evaluation that cannot have one.</summary>
public sealed class RunControlTests : IDisposable
{
    private const int Size = 16, Latent = 4;

    private readonly Data.TemporaryFolder _folder = new();

    private string Control => _folder.At($"run/{RunFile.Control}");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(Augmentation.None, null)]
    [InlineData(Augmentation.Flip, null)]
    [InlineData(Augmentation.Flip, "pca")]
    public void A_run_keeps_the_components_of_what_it_was_trained_on(Augmentation augment, string? init)
    {
        Train(Options with { Augment = augment, Init = init });
        var train = Dataset.Open("faces:60", new DatasetOptions { Pixels = new PixelOptions { Size = Size } }).Load(DatasetSplit.Train);
        bool isMirrored = augment == Augmentation.Flip;
        var expected = ControlFile.Rounded(Pca.Fit(train, Latent, isMirrored));
        var kept = ControlFile.Read(Control, new ControlKey(RunPictures.FingerprintOf([train]), Latent, Size, "whole", isMirrored));
        Assert.Equal(expected.Components, kept!.Components);
        Assert.Equal(expected.Mean, kept.Mean);
        Assert.Equal(expected.Variances, kept.Variances);
    }

    [Fact]
    public void A_kept_control_is_read_and_another_one_is_fitted_anew()
    {
        Train(Options);
        var before = Evaluate();
        byte[] bytes = File.ReadAllBytes(Control);

        var file = Checkpoint.Read(Control);
        float[] components = file.Tensors["components"].ToFloats();
        int length = components.Length / Latent;
        file.Tensors["components"] = CheckpointTensor.FromFloats([1, length], components.AsSpan(0, length));
        file.Tensors["variances"] = CheckpointTensor.FromFloats([1], [1]);
        Rewrite(file);
        Assert.Equal(1, Evaluate().Pca!.K);

        foreach (var (key, value) in ((string, string)[])
            [("pictures", new string('0', 64)), ("count", "5"), ("size", "32"), ("crop", "face"), ("mirrored", "true")])
        {
            string right = file.Metadata[key];
            file.Metadata[key] = value;
            Rewrite(file);
            Assert.Equal(before, Evaluate());
            Assert.Equal(bytes, File.ReadAllBytes(Control));
            file.Metadata[key] = right;
        }

        File.Delete(Control);
        Assert.Equal(before, Evaluate());
        Assert.Equal(bytes, File.ReadAllBytes(Control));
    }

    [Fact]
    public void A_damaged_control_is_warned_of_and_fitted_anew()
    {
        Train(Options);
        var before = Evaluate();
        byte[] bytes = File.ReadAllBytes(Control);
        File.WriteAllBytes(Control, [.. bytes[..^1], (byte)(bytes[^1] ^ 1)]);
        var warnings = new Warnings();
        Assert.Equal(before, Evaluate(warnings));
        Assert.Contains("cannot be read", Assert.Single(warnings.Messages), StringComparison.Ordinal);
        Assert.Equal(bytes, File.ReadAllBytes(Control));
        Assert.Equal(before, Evaluate(warnings));
        Assert.Single(warnings.Messages);
    }

    [Fact]
    public void Pictures_without_variance_have_no_control_and_are_evaluated()
    {
        Write("train", 20, _ => SomeGrey());
        Write("val", 2, i => GeneratedFaces.Draw(1, i, Size));
        Write("test", 2, i => GeneratedFaces.Draw(2, i, Size));
        Train(Options with { Data = _folder.At("data") });
        Assert.True(File.Exists(_folder.At($"run/{RunFile.Report}")));
        var warnings = new Warnings();
        var result = Evaluate(warnings);
        Assert.Null(result.Pca);
        Assert.True(double.IsFinite(result.Psnr));
        Assert.Contains("all the same", Assert.Single(warnings.Messages), StringComparison.Ordinal);
        Assert.False(File.Exists(Control));
        var start = Options with { Data = _folder.At("data"), Init = "pca" };
        warnings = new Warnings();
        Assert.Equal(1, Trainer.Run(start, _folder.At("start"), new StartWarnings(warnings)).Epochs);
        Assert.Contains(warnings.Messages, message => message.Contains("all the same", StringComparison.Ordinal));
    }

    [Fact]
    public void A_deleted_training_picture_stops_no_evaluation_of_test()
    {
        Write("train", 20, i => GeneratedFaces.Draw(1, i, Size));
        Write("val", 2, i => GeneratedFaces.Draw(2, i, Size));
        Write("test", 2, i => GeneratedFaces.Draw(3, i, Size));
        Train(Options with { Data = _folder.At("data") });
        var before = Evaluate();
        File.Delete(_folder.At("data/train/007.png"));

        var warnings = new Warnings();
        Assert.Equal(before, Evaluate(warnings));
        Assert.Contains("unchecked", Assert.Single(warnings.Messages), StringComparison.Ordinal);

        File.Delete(Control);
        warnings = new Warnings();
        Assert.Equal(before with { Pca = null }, Evaluate(warnings));
        Assert.Contains("no PCA control", Assert.Single(warnings.Messages), StringComparison.Ordinal);
    }

    [Fact]
    public void A_control_of_other_weights_is_not_used_unchecked()
    {
        Write("train", 20, i => GeneratedFaces.Draw(1, i, Size));
        Write("val", 2, i => GeneratedFaces.Draw(2, i, Size));
        Write("test", 2, i => GeneratedFaces.Draw(3, i, Size));
        Train(Options with { Data = _folder.At("data") });
        string best = _folder.At($"run/{RunFile.Best}");
        var model = Checkpoint.Read(best);
        model.Tensors[model.Tensors.Keys.First(name => name.EndsWith("bias", StringComparison.Ordinal))].Bytes[0] ^= 1;
        model.Write(best);
        File.Delete(_folder.At("data/train/007.png"));

        var warnings = new Warnings();
        Assert.Null(Evaluate(warnings).Pca);
        Assert.Contains("no PCA control", Assert.Single(warnings.Messages), StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_of_another_network_are_not_those_of_the_run_they_lie_in()
    {
        Train(Options);
        using var device = DeviceCatalog.Open("cpu", threads: 1).Device;
        using var other = Autoencoder.Create(device, new ShallowOptions { ImageSize = 2 * Size, Latent = Latent });
        string file = _folder.At("run/other.safetensors");
        other.Save(file);

        using (var run = TrainedRun.Open(_folder.At("run"), device))
        {
            Assert.True(run.KnowsPictures);
            Assert.NotNull(run.SplitJson);
        }

        using var stranger = TrainedRun.Open(file, device);
        Assert.False(stranger.KnowsPictures);
        Assert.Null(stranger.SplitJson);
        Assert.Equal(2 * Size, stranger.Options.ImageSize);
    }

    [Fact]
    public void An_evaluation_is_stopped_while_its_control_is_fitted_and_keeps_nothing()
    {
        Train(Options with { Data = "faces:1200", ImageSize = 32, MaxSteps = 1 });
        var before = Evaluate();
        File.Delete(Control);
        using var stop = new CancellationTokenSource();
        var observer = new Stopper(stop);
        Assert.ThrowsAny<OperationCanceledException>(() => Evaluate(observer, stop.Token));
        Assert.Equal(1, observer.Steps);
        Assert.False(File.Exists(Control));
        Assert.Equal(before, Evaluate());
    }

    private static TrainingOptions Options => new()
    {
        Model = "conv",
        Data = "faces:60",
        ImageSize = Size,
        Latent = Latent,
        BatchSize = 16,
        Epochs = 1,
        MaxSteps = 2,
        Device = "cpu",
        Threads = 2,
    };

    private static byte[] SomeGrey() => [.. Enumerable.Repeat((byte)90, 3 * Size * Size)];

    private void Write(string part, int count, Func<int, byte[]> draw)
    {
        for (int i = 0; i < count; i++)
        {
            _folder.Write($"data/{part}/{i:D3}.png", PixelCodec.EncodePng(new Picture(Size, Size, draw(i))));
        }
    }

    private void Train(TrainingOptions options) => ReportedTraining.Run(options, _folder.At("run"));

    private EvaluationResult Evaluate(ITaskObserver? observer = null, CancellationToken cancellation = default) =>
        Evaluator.Run(new EvaluationOptions { Run = _folder.At("run"), Device = "cpu" }, observer, cancellation);

    private void Rewrite(Checkpoint file)
    {
        var copy = new Checkpoint();
        foreach (var (name, tensor) in file.Tensors)
        {
            copy.Tensors.Add(name, tensor);
        }

        foreach (string key in (string[])["pictures", "count", "size", "crop", "mirrored"])
        {
            copy.Metadata.Add(key, file.Metadata[key]);
        }

        copy.Write(Control);
    }

    private sealed class Stopper(CancellationTokenSource stop) : ITaskObserver
    {
        internal int Steps { get; private set; }

        public void Fitting(int done, int total)
        {
            Steps = done;
            if (done == 1)
            {
                stop.Cancel();
            }
        }
    }

    private sealed class StartWarnings(Warnings all) : ITrainingObserver
    {
        public void Warned(string message) => all.Warned(message);
    }

    private sealed class Warnings : ITaskObserver
    {
        internal List<string> Messages { get; } = [];

        public void Warned(string message) => Messages.Add(message);
    }
}
