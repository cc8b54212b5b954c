using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Tests.Models.Workbench;

/// <summary>What is said follows from the numbers: good, equal and bad results are told apart.</summary>
public sealed class VerdictTests
{
    [Theory]
    [InlineData(23.1, 22.0, "23.10 dB, 1.10 dB ahead of PCA-64")]
    [InlineData(22.02, 22.0, "22.02 dB, level with PCA-64")]
    [InlineData(21.98, 22.0, "21.98 dB, level with PCA-64")]
    [InlineData(20.5, 22.0, "20.50 dB, 1.50 dB behind PCA-64: train longer or on more pictures")]
    public void A_model_is_ahead_of_its_control_level_with_it_or_behind(double psnr, double control, string sentence) =>
        Assert.Equal(sentence, Verdict.OfControl(psnr, 64, control));

    [Fact]
    public void Without_a_control_nothing_is_said_of_one() => Assert.Equal("23.10 dB", Verdict.OfControl(23.1, null, null));

    [Theory]
    [InlineData(30, 30, "By PSNR unet is ahead of every filter and of doing nothing at every strength measured.")]
    [InlineData(10, 10, "By PSNR unet is at no strength ahead of every filter and of doing nothing.")]
    [InlineData(10, 30, "By PSNR unet is ahead of every filter and of doing nothing at 0.20, and behind the best of them at 0.10.")]
    public void A_denoiser_is_ahead_where_it_is(double weak, double strong, string sentence) =>
        Assert.Equal(sentence, Verdict.OfDenoising("unet", [Level(0.1f, weak), Level(0.2f, strong)]));

    [Theory]
    [InlineData(1, 0, 0, 0, 0)]
    [InlineData(0, 1, 0, 0, 0)]
    [InlineData(0, 0, 1, 0, 0)]
    [InlineData(0, 0, 0, 1, 0)]
    [InlineData(0, 0, 0, 0, 1)]
    public void Every_filter_counts_and_so_does_doing_nothing(double input, double median, double mean3, double mean5, double dct) =>
        Assert.Contains("no strength", Verdict.OfDenoising("unet", [new(0.1f, 9, At(20 + (5 * input)), At(22), At(20 + (5 * median)),
            At(20 + (5 * mean3)), At(20 + (5 * mean5)), At(20 + (5 * dct)))]), StringComparison.Ordinal);

    [Fact]
    public void Few_pictures_give_no_area()
    {
        string sentence = Verdict.OfAuroc(1, 9, 30);
        Assert.Contains("too few", sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("1.000", sentence, StringComparison.Ordinal);
    }

    // Equations 1 and 2 of Hanley and McNeil (1982) give A = 0.893 of 58 normal and 51 abnormal pictures a standard error of 0.0325.
    [Fact]
    public void The_interval_is_that_of_Hanley_and_McNeil() => Assert.Equal("AUROC 0.893 (0.829 to 0.957)", Verdict.OfAuroc(0.893, 58, 51));

    private static DenoiseLevel Level(float noise, double model) => new(noise, 9, At(15), At(model), At(18), At(19), At(20), At(17));

    private static DenoiseScore At(double psnr) => new(psnr, null);
}
