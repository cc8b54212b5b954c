using ILGpuAutoencoders.Cli.Terminal;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models;
using ILGpuAutoencoders.Tests.Models.Export;

namespace ILGpuAutoencoders.Tests.Cli;

/// <summary>Pictures that are no RGB squares of a multiple of 16, through every command that takes pictures.</summary>
public sealed class AnyPicturesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Families => [.. ModelCatalog.Names];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Families))]
    public void Grey_pictures_of_28_pixels_train_resume_evaluate_export_and_compress(string model)
    {
        string[] files = Draw(12, 28, 28, channels: 1);
        string[] options = ["--image-size", "28", "--channels", "1"];
        if (model != "unet")
        {
            options = [.. options, "--latent", "6"];
        }

        Train(model, "run", 2, options);
        Train(model, "resumed", 1, options);
        MustRun("train", "--resume", _folder["resumed"], "--epochs", "2", "--quiet");
        Assert.Equal(
            File.ReadAllBytes(Path.Combine(_folder["run"], RunFile.Last)),
            File.ReadAllBytes(Path.Combine(_folder["resumed"], RunFile.Last)));
        Assert.Contains("channels: 1", File.ReadAllText(Path.Combine(_folder["run"], RunFile.Config)), StringComparison.Ordinal);
        Use(model, files[0], 28, 28, 1);
    }

    [Theory]
    [InlineData("shallow")]
    [InlineData("conv")]
    [InlineData("improved", "--width", "4")]
    [InlineData("unet")]
    public void Colour_pictures_of_178_by_218_pixels_do(string model, params string[] more)
    {
        string[] files = Draw(4, 178, 218, channels: 3);
        string[] options = ["--image-size", "178x218", "--batch-size", "2", "--max-steps", "1", .. more];
        if (model != "unet")
        {
            options = [.. options, "--latent", "4"];
        }

        Train(model, "run", 1, options);
        Use(model, files[0], 178, 218, 3);
    }

    [Fact]
    public void Pictures_of_other_proportions_are_told_of_once_and_go_back_to_their_size()
    {
        Draw(6, 28, 28, channels: 3);
        Train("conv", "run", 1, "--image-size", "16", "--latent", "2");
        string wide = _folder["wide"];
        Directory.CreateDirectory(wide);
        for (int i = 0; i < 3; i++)
        {
            PixelCodec.SavePng(Pattern(40, 20, 3, i), Path.Combine(wide, $"{i}.png"));
        }

        foreach (var (fit, what, width) in new[]
        {
            (null, "stretched to 16 x 16; --fit", 40), ("crop", "cut to those of", 20), ("pad", "bars", 40),
        })
        {
            string[] how = fit is null ? [] : ["--fit", fit];
            var run = CliRun.Of([
                "reconstruct", _folder["run"], wide, "--out", _folder[$"out-{fit}"], "--original-size", "--device", "cpu", .. how]);
            Assert.True(run.ExitCode == ExitCodes.Ok, run.Error);
            Assert.Single(run.Error.Split('\n'), line => line.Contains("other proportions", StringComparison.Ordinal));
            Assert.Contains("3 of 3 pictures", run.Error, StringComparison.Ordinal);
            Assert.Contains(what, run.Error, StringComparison.Ordinal);
            var output = PixelCodec.DecodeFile(Path.Combine(_folder[$"out-{fit}"], "0.png")).Picture!;
            Assert.Equal((width, 20), (output.Width, output.Height));
        }
    }

    [Fact]
    public void Training_tells_of_other_proportions_also_where_pixels_come_from_the_cache()
    {
        Draw(6, 40, 20, channels: 3);
        foreach (string name in new[] { "first", "second" })
        {
            var run = CliRun.Of([.. Training("mlp", name, 1), "--image-size", "16", "--latent", "2"]);
            Assert.True(run.ExitCode == ExitCodes.Ok, run.Error);
            Assert.Single(run.Error.Split('\n'), line => line.Contains("6 of the 6 pictures of train", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Grey_pictures_trained_in_RGB_are_told_of()
    {
        Draw(6, 28, 28, channels: 1);
        var run = CliRun.Of([.. Training("mlp", "run", 1), "--image-size", "28", "--latent", "2"]);
        Assert.Contains("--channels 1", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10")]
    [InlineData("64x1025")]
    [InlineData("64x")]
    [InlineData("0x64")]
    public void A_size_that_cannot_be_used_is_an_error_of_usage(string size)
    {
        var run = CliRun.Of("train", "conv", "--image-size", size, "--out", _folder["run"]);
        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Contains("image-size", run.Error, StringComparison.Ordinal);
    }

    private void Use(string model, string picture, int width, int height, int channels)
    {
        string run = _folder["run"];
        var evaluation = MustRun("evaluate", run, "--split", "train", "--json", "--device", "cpu").Json;
        Assert.True(evaluation.GetProperty("psnr").GetDouble() > 3);
        Assert.Equal(width == height ? $"{width}" : $"\"{width}x{height}\"", evaluation.GetProperty("image_size").GetRawText());
        MustRun("export", run, "--to", _folder["model.onnx"]);
        using (var session = new OnnxSession(_folder["model.onnx"]))
        {
            Assert.Equal([-1, channels, height, width], session.Inputs.Values.Single().Dimensions);
            float[] output = session.Run(new float[channels * height * width], 1, channels, height, width)["output"];
            Assert.Equal(channels * height * width, output.Length);
        }

        MustRun("reconstruct", run, picture, "--out", _folder["reconstructed"], "--device", "cpu");
        MustBe(_folder[$"reconstructed/{Path.GetFileName(picture)}"], width, height, channels);
        Assert.Contains(channels == 1 ? "in grey" : $"{width} x {height}", MustRun("inspect", run).Output, StringComparison.Ordinal);
        MustRun("report", run, "--device", "cpu");
        if (model == "unet")
        {
            MustRun("denoise", run, picture, "--out", _folder["denoised"], "--device", "cpu");
            MustBe(_folder[$"denoised/{Path.GetFileName(picture)}"], width, height, channels);
            return;
        }

        MustRun("compress", run, picture, "--out", _folder["files"], "--device", "cpu");
        MustRun("decompress", run, _folder["files"], "--out", _folder["decompressed"], "--device", "cpu");
        MustBe(_folder[$"decompressed/{Path.GetFileName(picture)}"], width, height, channels);
        MustRun("embed", run, picture, "--out", _folder["z.npy"], "--device", "cpu");
        MustRun("interpolate", run, picture, picture, "--out", _folder["walk.png"], "--device", "cpu");
        MustRun("anomaly", "calibrate", run, "--data", _folder["data"], "--device", "cpu");
        MustRun("anomaly", "score", run, picture, "--overlay", _folder["overlay"], "--device", "cpu");
        MustRun("export", run, "--to", _folder["scored.onnx"], "--with-score");
    }

    private string[] Training(string model, string name, int epochs) =>
        ["train", model, "--preset", "plain", "--data", _folder["data"], "--out", _folder[name], "--epochs", $"{epochs}",
            "--batch-size", "4",
            "--augment", "flip", "--init", model is "unet" or "vae" ? "random" : "pca", "--device", "cpu", "--threads", "1"];

    private void Train(string model, string name, int epochs, params string[] options)
    {
        // A later option would be a second one of its name.
        var training = Training(model, name, epochs).ToList();
        if (options.Contains("--batch-size"))
        {
            training.RemoveRange(training.IndexOf("--batch-size"), 2);
        }

        MustRun([.. training, .. options, "--quiet"]);
    }

    private static CliRun MustRun(params string[] args)
    {
        var run = CliRun.Of(args);
        Assert.True(run.ExitCode == ExitCodes.Ok, $"{string.Join(' ', args)}: {run.Error}");
        return run;
    }

    private static void MustBe(string file, int width, int height, int channels)
    {
        var picture = PixelCodec.DecodeFile(file).Picture!;
        Assert.Equal((width, height), (picture.Width, picture.Height));
        // The colour type of IHDR: 0 is grey, 2 is RGB, 6 has alpha.
        Assert.Equal(channels == 1, File.ReadAllBytes(file)[25] == 0);
    }

    private string[] Draw(int count, int width, int height, int channels)
    {
        var files = new List<string>();
        foreach (var (part, number) in new[] { ("train", count), ("val", 2), ("test", 2) })
        {
            Directory.CreateDirectory(_folder[$"data/{part}"]);
            for (int i = 0; i < number; i++)
            {
                files.Add(_folder[$"data/{part}/{part}-{i}.png"]);
                PixelCodec.SavePng(Pattern(width, height, channels, (100 * part.Length) + i), files[^1]);
            }
        }

        return [.. files];
    }

    /// <summary>A disc on a gradient.</summary>
    private static Picture Pattern(int width, int height, int channels, int seed)
    {
        var random = new Random(seed);
        double x = random.NextDouble() * width, y = random.NextDouble() * height, radius = Math.Min(width, height) * 0.3;
        byte[] pixels = new byte[width * height * channels];
        for (int i = 0; i < pixels.Length; i++)
        {
            int column = i / channels % width, row = i / channels / width;
            bool isInside = Math.Pow(column - x, 2) + Math.Pow(row - y, 2) < radius * radius;
            pixels[i] = (byte)(isInside ? 220 - (40 * (i % channels)) : 100 * (column + row) / (width + height));
        }

        return new Picture(width, height, pixels);
    }
}
