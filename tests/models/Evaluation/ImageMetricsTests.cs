using ILGpuAutoencoders.Models.Evaluation;

namespace ILGpuAutoencoders.Tests.Models.Evaluation;

public sealed class ImageMetricsTests
{
    [Fact]
    public void Outputs_are_clamped_for_errors_and_rounded_for_psnr()
    {
        var metrics = new ImageMetrics(1);
        // Clamped errors 0, 0.1 and 0.2; rounded levels 255, 26 (0.1 · 255 = 25.5) and 51.
        var score = metrics.Add([1.5f, 0.1f, 0.2f], [1, 0, 0]);
        Assert.Equal((0.01 + 0.04) / 3, score.Mse, 7);
        Assert.Equal((0.1 + 0.2) / 3, score.Mae, 7);
        double rounded = (26 / 255.0 * (26 / 255.0) + 0.04) / 3;
        Assert.Equal(-10 * Math.Log10(rounded), score.Psnr, 5);
        Assert.Null(score.Ssim);
    }

    [Fact]
    public void Psnr_is_the_mean_of_pictures_and_not_that_of_the_mean()
    {
        var metrics = new ImageMetrics(1);
        metrics.Add([51 / 255f, 51 / 255f, 51 / 255f], [0, 0, 0]);
        metrics.Add([1, 1, 1], [0, 0, 0]);
        Assert.Equal(-10 * Math.Log10(0.04) / 2, metrics.Psnr, 5);
        Assert.Equal(-10 * Math.Log10((0.04 + 1) / 2), metrics.PsnrOfMeanMse, 5);
        Assert.Equal(2, metrics.Count);
    }

    [Fact]
    public void A_picture_without_error_has_the_greatest_psnr()
    {
        float[] picture = [.. Enumerable.Range(0, 3 * 16 * 16).Select(i => i % 256 / 255f)];
        var score = new ImageMetrics(16).Add(picture, picture);
        Assert.Equal(ImageMetrics.MaxPsnr, score.Psnr);
        Assert.Equal(1, score.Ssim!.Value, 5);
    }
}
