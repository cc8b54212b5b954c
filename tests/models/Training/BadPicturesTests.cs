using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Data.Pixels;
using ILGpuAutoencoders.Models;
using ILGpuAutoencoders.Tests.Cli;

namespace ILGpuAutoencoders.Tests.Models.Training;

/// <summary>Training on a folder in which some files are no pictures, through the command line.</summary>
public sealed class BadPicturesTests : IDisposable
{
    private const int Train = 120, Val = 6;

    private readonly Data.TemporaryFolder _folder = new();

    public BadPicturesTests()
    {
        foreach (var (part, count) in new[] { ("train", Train), ("val", Val) })
        {
            for (int i = 0; i < count; i++)
            {
                _folder.Write($"data/{part}/{i:D3}.png", PixelCodec.EncodePng(new Picture(16, 16, GeneratedFaces.Draw(1, i, 16))));
            }
        }
    }

    private string Listed => Path.Combine(_folder.At("run"), RunFile.BadImages);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void One_bad_picture_is_named_listed_and_skipped()
    {
        _folder.Write("data/train/005.png", "no picture"u8.ToArray());
        File.Move(_folder.At("data/train/006.png"), _folder.At("data/train/a\nb\u001b[31m.png"));
        File.WriteAllBytes(_folder.At("data/train/a\nb\u001b[31m.png"), []);

        var run = Training("--max-bad", "2%");

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal([$"train/005.png: not a {PictureFormat.Names} file", @"train/a\u000ab\u001b[31m.png: the file is empty"],
            File.ReadAllLines(Listed));
        Assert.Contains("Skipped 2 of the pictures, the first being", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', run.Error + run.Output);
        Assert.Contains(
            "\"train_images\":118", File.ReadAllText(Path.Combine(_folder.At("run"), RunFile.Events)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("train", 2, 2)]
    [InlineData("train", Train, Train)]
    [InlineData("val", 1, 1)]
    public void Above_the_limit_training_ends_with_exit_3_and_all_are_listed(string part, int bad, int listed)
    {
        for (int i = 0; i < bad; i++)
        {
            _folder.Write($"data/{part}/{i:D3}.png", [0x89]);
        }

        var run = Training();

        Assert.Equal(3, run.ExitCode);
        Assert.Contains("above the limit of 1%", run.Error, StringComparison.Ordinal);
        Assert.Equal(listed, File.ReadAllLines(Listed).Length);
        Assert.False(File.Exists(Path.Combine(_folder.At("run"), RunFile.Last)));
    }

    [Fact]
    public void What_happens_to_files_during_an_epoch_changes_nothing()
    {
        Assert.Equal(0, Training().ExitCode);
        byte[] expected = File.ReadAllBytes(Path.Combine(_folder.At("run"), RunFile.Last));
        Directory.Delete(_folder.At("run"), recursive: true);
        var spoiler = new Spoiler(Directory.GetFiles(_folder.At("data/train")));

        Trainer.Run(Options() with { Data = _folder.At("data") }, _folder.At("run"), spoiler, cancellation: TestContext.Current.CancellationToken);

        Assert.True(spoiler.Spoiled > 10);
        Assert.Equal(expected, File.ReadAllBytes(Path.Combine(_folder.At("run"), RunFile.Last)));
    }

    [Fact]
    public void Limits_and_links_are_options_of_the_command_line_and_of_the_configuration()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need rights there.");
        foreach (string picture in Directory.GetFiles(_folder.At("data/val")))
        {
            _folder.Write($"elsewhere/{Path.GetFileName(picture)}", File.ReadAllBytes(picture));
        }

        Directory.CreateSymbolicLink(_folder.At("data/train/more"), _folder.At("elsewhere"));
        Assert.Equal(Train, Images());
        Assert.Equal(Train + Val, Images("--follow-links"));
        Assert.Equal(Train, Images("--follow-links", "false"));
        Assert.Contains("16x16 is above the limit of 255 pixels", CliRun.Of(Pixels("--max-pixels", "255")).Error, StringComparison.Ordinal);
        Assert.Equal(2, CliRun.Of(Pixels("--max-pixels", "500000001")).ExitCode);

        string config =
            CliRun.Of("train", "mlp", "--data", _folder.At("data"), "--follow-links", "--max-pixels", "256", "--print-config").Output;
        Assert.Contains("max-pixels: 256\nfollow-links: true\n", config, StringComparison.Ordinal);
        string file = _folder.Write("config.yaml", System.Text.Encoding.UTF8.GetBytes(config));
        Assert.Equal(config, CliRun.Of("train", "--config", file, "--print-config").Output);
        Assert.Contains("follow-links: false\n", CliRun.Of("train", "--config", file, "--follow-links", "false", "--print-config").Output,
            StringComparison.Ordinal);

        int Images(params string[] more) => CliRun.Of(Pixels(more)).Json.GetProperty("images").GetInt32();
    }

    private string[] Pixels(params string[] more)
    {
        File.Delete(_folder.At("x.u8"));
        return ["data", "pixels", "--data", _folder.At("data"), "--image-size", "16", "--out", _folder.At("x.u8"), "--json", .. more];
    }

    private CliRun Training(params string[] more) => CliRun.Of(
        ["train", "mlp", "--preset", "plain", "--data", _folder.At("data"), "--image-size", "16", "--latent", "8", "--epochs", "2",
            "--batch-size", "8",
            "--device", "cpu", "--threads", "1", "--out", _folder.At("run"), .. more]);

    private static TrainingOptions Options() =>
        new() { Model = "mlp", ImageSize = 16, Latent = 8, Epochs = 2, BatchSize = 8, Device = "cpu", Threads = 1 };

    /// <summary>Deletes, replaces and lengthens the files while the model learns from them.</summary>
    private sealed class Spoiler(string[] files) : ITrainingObserver
    {
        public int Spoiled { get; private set; }

        public void Stepped(in TrainingStep step)
        {
            string file = files[Spoiled++ % files.Length];
            switch (Spoiled % 3)
            {
                case 0:
                    File.Delete(file);
                    break;
                case 1:
                    File.WriteAllText(file, "replaced");
                    break;
                default:
                    File.AppendAllText(file, "longer");
                    break;
            }
        }
    }
}
