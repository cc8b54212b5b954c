using System.Text.Json;
using ILGpuAutoencoders.Cli.Terminal;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Tests.Data.Pixels;

namespace ILGpuAutoencoders.Tests.Cli;

public sealed class DenoiseTests(TinyUNet unet, TinyRun conv) : IClassFixture<TinyUNet>, IClassFixture<TinyRun>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_unet_keeps_the_size_of_any_picture_and_names_what_is_none()
    {
        string inputs = Pictures();
        File.WriteAllText(Path.Combine(inputs, "broken.png"), "no picture");
        var run = CliRun.Of("denoise", unet.Run, inputs, "--out", _folder["out"], "--device", "cpu", "--json");
        Assert.True(run.ExitCode == ExitCodes.Ok, run.Error);
        Assert.Equal(
            ["out", "grid", "noise", "pictures", "levels", "bad", "shard", "was_done"],
            run.Json.EnumerateObject().Select(property => property.Name));
        Assert.Contains("broken.png", run.Json.GetProperty("bad")[0].GetString(), StringComparison.Ordinal);
        var outputs = run.Json.GetProperty("pictures").EnumerateArray().Select(
            picture => PixelCodec.DecodeFile(picture.GetProperty("output").GetString()!).Picture!);
        Assert.Equal([(50, 20), (31, 33)], outputs.Select(picture => (picture.Width, picture.Height)));
        Assert.Equal(JsonValueKind.Null, run.Json.GetProperty("pictures")[0].GetProperty("after").ValueKind);
        Assert.Equal(0, run.Json.GetProperty("levels").GetArrayLength());
        var grid = PixelCodec.DecodeFile(run.Json.GetProperty("grid").GetString()!).Picture!;
        Assert.Equal(
            ["a.png", "picture", "unet", "b.png", "picture", "unet"], PictureText.Order(grid, "b.png", "a.png", "unet", "picture"));
        Assert.Equal(ExitCodes.Usage, CliRun.Of("denoise", unet.Run, inputs, "--out", _folder["out"], "--device", "cpu").ExitCode);
    }

    [Fact]
    public void Added_noise_is_measured_and_the_same_for_a_seed()
    {
        string inputs = Pictures();
        JsonElement Run(string folder, string seed) =>
            CliRun.Of("denoise", unet.Run, inputs, "--out", _folder[folder], "--add-noise", "0.1", "--levels", "--seed", seed, "--device",
                "cpu", "--json").Json;
        var json = Run("a", "1");
        Assert.Equal("gaussian-unclamped", json.GetProperty("noise").GetString());
        double before = json.GetProperty("pictures")[0].GetProperty("before").GetProperty("psnr").GetDouble();
        Assert.InRange(before, 19.5, 23);
        var levels = json.GetProperty("levels").EnumerateArray().ToList();
        Assert.Equal(
            [0.05, 0.1, 0.15, 0.2, 0.25, 0.3], levels.Select(level => Math.Round(level.GetProperty("noise_factor").GetDouble(), 4)));
        Assert.Equal(["noise_factor", "images", "input", "model", "median3", "mean3", "mean5", "dct8"],
            levels[0].EnumerateObject().Select(property => property.Name));
        Assert.All(levels.Zip(levels.Skip(1)), pair => Assert.True(Psnr(pair.First, "input") > Psnr(pair.Second, "input")));
        // Of nine independent values the mean takes most of strong noise away.
        Assert.True(Psnr(levels[^1], "mean3") > Psnr(levels[^1], "median3") && Psnr(levels[^1], "median3") > Psnr(levels[^1], "input") + 2);
        Assert.Equal(before, Run("b", "1").GetProperty("pictures")[0].GetProperty("before").GetProperty("psnr").GetDouble());
        Assert.NotEqual(before, Run("c", "2").GetProperty("pictures")[0].GetProperty("before").GetProperty("psnr").GetDouble());
        var grid = PixelCodec.DecodeFile(json.GetProperty("grid").GetString()!).Picture!;
        string Decibels(string score) => FormattableString.Invariant(
            $"{json.GetProperty("pictures")[0].GetProperty(score).GetProperty("psnr").GetDouble():0.00} dB");
        // On smooth pictures the filter that knows the deviation comes closest.
        Assert.Equal(["noisy", "DCT 8x8", "unet", "clean"], PictureText.Order(grid, "clean", "unet", "DCT 8x8", "noisy").Take(4));
        Assert.Equal([Decibels("before"), Decibels("after")], PictureText.Order(grid, Decibels("after"), Decibels("before")).Take(2));
    }

    [Fact]
    public void A_model_with_a_bottleneck_resizes_and_says_so()
    {
        var run = CliRun.Of("denoise", conv.Run, Pictures(), "--out", _folder["out"], "--add-noise", "0.1", "--device", "cpu");
        Assert.True(run.ExitCode == ExitCodes.Ok, run.Error);
        Assert.Contains("16 x 16", run.Error, StringComparison.Ordinal);
        Assert.Contains("clean pictures", run.Error, StringComparison.Ordinal);
        Assert.Contains("median 3x3", run.Output, StringComparison.Ordinal);
        Assert.Equal(16, PixelCodec.DecodeFile(_folder["out/a.png"]).Picture!.Height);
    }

    [Fact]
    public void What_cannot_be_used_has_its_exit_code()
    {
        string inputs = Pictures(), broken = _folder["broken.png"], model = _folder["broken.safetensors"];
        File.WriteAllText(broken, "no picture");
        File.WriteAllText(model, "no model");
        int Code(string run, string input, params string[] more) =>
            CliRun.Of(["denoise", run, input, "--out", _folder["none"], "--device", "cpu", .. more]).ExitCode;
        Assert.Equal(ExitCodes.Data, Code(unet.Run, broken));
        Assert.Equal(ExitCodes.Data, Code(unet.Run, _folder["missing.png"]));
        Assert.Equal(ExitCodes.Checkpoint, Code(model, inputs));
        Assert.Equal(ExitCodes.Checkpoint, Code(_folder["missing"], inputs));
        Assert.Equal(ExitCodes.Usage, Code(unet.Run, inputs, "--add-noise", "much"));
        Assert.Equal(ExitCodes.Usage, Code(unet.Run, inputs, "--add-noise", "-1"));
    }

    private static double Psnr(JsonElement level, string method) => level.GetProperty(method).GetProperty("psnr").GetDouble();

    private string Pictures()
    {
        Directory.CreateDirectory(_folder["inputs"]);
        Save("a.png", 50, 20);
        Save("b.png", 31, 33);
        return _folder["inputs"];

        void Save(string name, int width, int height) =>
            PixelCodec.SavePng(
                new Picture(
                    width, height, [.. Enumerable.Range(0, 3 * width * height).Select(i => (byte)(60 + (i / 3 % width) + (2 * (i % 3))))]),
                        Path.Combine(_folder["inputs"], name));
    }
}
