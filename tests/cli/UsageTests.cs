using ILGpuAutoencoders.Cli.Terminal;

namespace ILGpuAutoencoders.Tests.Cli;

public class UsageTests
{
    [Theory]
    [InlineData("inspect $'caf\\xe9'", true)]
    [InlineData("inspect 'caf\ufffd'", false)]
    public async Task A_name_that_is_not_UTF_8_is_told_as_that(string words, bool isToldSo)
    {
        using var folder = new TemporaryFolder();
        var run = await CliRun.OfShell($"$AE {words}", folder.Root);

        Assert.Equal(isToldSo ? ExitCodes.Usage : ExitCodes.Checkpoint, run.ExitCode);
        Assert.Equal(isToldSo, run.Error.Contains("'caf\ufffd' is not UTF-8", StringComparison.Ordinal));
        Assert.Equal(1, run.Error.Count(c => c == '\n'));
    }

    [Theory]
    [InlineData("train conv --los mse", "'--los'", "did you mean --loss?", "See 'ilgpu-ae train --help'.")]
    [InlineData("train --los mse conv", "'--los'", "did you mean --loss?")]
    [InlineData("train conv --loss foo", "--loss: 'foo'", "mse, mae")]
    [InlineData("train conv --optimizer rmsprop", "--optimizer: 'rmsprop'", "adam, adamw, sgd")]
    [InlineData("train conv --noise rain", "--noise: 'rain'", "gaussian, salt-pepper, mask")]
    [InlineData("train conv --crop round", "--crop: 'round'", "whole, square or center:F")]
    [InlineData("train conv --epochs many", "--epochs: 'many'", "whole number")]
    [InlineData("train conv --epochs 0", "epochs: '0'", "1 or more")]
    [InlineData("train conv --image-size 10", "image-size: '10'", "side from 11 to 1024")]
    [InlineData("train conv --device tpu", "'tpu'", "simulator")]
    [InlineData("train conv --data faces:none", "faces:none", "faces:N")]
    [InlineData("train deep", "'deep'", "mlp, shallow, conv, denoising, improved, vae, unet")]
    [InlineData("train imprved", "'imprved'", "did you mean improved?", "mlp, shallow")]
    [InlineData("benchmark con", "'con'", "did you mean conv?")]
    [InlineData("train conv --optimizer adm", "'adm'", "did you mean adam?")]
    [InlineData("help trian", "'trian'", "did you mean train?")]
    [InlineData("help anomaly scor", "'scor'", "did you mean score?")]
    [InlineData("sketch", "'sketch'", "tour, train, evaluate")]
    [InlineData("train", "no MODEL", "mlp, shallow, conv, denoising, improved, vae, unet")]
    [InlineData("train conv mlp", "'mlp'")]
    [InlineData("trian conv", "'trian'", "did you mean train?")]
    [InlineData("data shapes", "'shapes'", "faces, pixels")]
    [InlineData("data", "faces, pixels")]
    [InlineData("", "tour, train, evaluate")]
    [InlineData("benchmark conv --mode walk", "--mode: 'walk'", "step, infer")]
    [InlineData("kernels con", "'con'", "did you mean conv?")]
    [InlineData("kernels --ptx Tile", "--ptx: 'auto' runs no PTX", "--device cuda")]
    [InlineData("kernels --device simulator", "--device: 'simulator'", "use cpu, cuda or opencl")]
    [InlineData("benchmark --seconds 0", "--seconds: '0'", "0.01 to 3600")]
    [InlineData("evaluate", "RUN")]
    [InlineData("evaluate run --split all", "--split: 'all'", "train, val, test")]
    [InlineData("reconstruct run picture.png", "--out")]
    [InlineData("sample run --out x.png --count 0", "--count: '0'", "1 to 10000")]
    [InlineData("train conv --beta 2", "beta:", "omit it")]
    [InlineData("train unet --noise-factor 0.3..0.1", "--noise-factor: '0.3..0.1'", "0.05..0.3")]
    [InlineData("train unet --random-crop 32", "random-crop: '32'", "64 (the image size)")]
    [InlineData("train unet --random-crop 300", "random-crop: '300'", "up to 256")]
    [InlineData("train conv --noise-factor 3", "noise-factor: '3'", "fraction from 0 to 1")]
    [InlineData("train vae --beta -1", "beta: '-1'", "0 or more")]
    [InlineData("data pixels --out x --split none", "--split: 'none'", "train, val, test")]
    public void What_cannot_be_understood_exits_2_and_says_what_is_valid(string line, params string[] said)
    {
        var run = CliRun.Of(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.All(said, words => Assert.Contains(words, run.Error, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
    }

    [Fact]
    public void A_model_that_is_no_run_either_is_suggested() =>
        Assert.Contains("(did you mean conv?)", CliRun.Of("inspect", "con").Error, StringComparison.Ordinal);

    [Fact]
    public async Task The_process_itself_exits_2()
    {
        var run = await CliRun.OfProcess(["train", "conv", "--loss", "foo"]);

        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.StartsWith("ilgpu-ae: --loss: 'foo' is not valid; use one of mse, mae, mae+ssim.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Verbose_adds_where_it_happened()
    {
        string[] line = ["inspect", "no-such-run"];

        Assert.DoesNotContain("   at ", CliRun.Of(line).Error, StringComparison.Ordinal);
        Assert.Contains("   at ", CliRun.Of([.. line, "--verbose"]).Error, StringComparison.Ordinal);
    }
}
