using ILGpuAutoencoders.Models;
using ILGpuAutoencoders.Models.Uses.Compression;

namespace ILGpuAutoencoders.Tests.Models.Uses;

/// <summary>What is said of a codec beside a control follows from the numbers: good, equal and bad results are told apart.</summary>
public sealed class RateFindingsTests
{
    [Fact]
    public void Ahead_level_and_behind_are_said_where_they_are() => Assert.Equal(
        "run beside WebP: 1.00 to 2.00 dB ahead of it at 100 to 200 bytes; level with it at 300 bytes; 0.50 dB behind it at 400 bytes.",
        Finding(Row(100, 22, 100, 20), Row(200, 24, 202, 23), Row(300, 25, 300, 25.02), Row(400, 25.5, 400, 26)));

    [Fact]
    public void A_control_ahead_everywhere_is_said_to_be() => Assert.Equal(
        "run beside WebP: 0.50 to 1.00 dB behind it at 100 to 200 bytes.", Finding(Row(100, 20, 100, 21), Row(200, 22.5, 201, 23)));

    [Fact]
    public void Larger_files_that_are_closer_are_no_comparison() => Assert.Equal(
        "run beside WebP: not comparable at 100 bytes, since its smallest files are larger and closer; 0.40 dB ahead of it at 150 bytes.",
        Finding(Row(100, 20, 194, 22), Row(150, 22.4, 194, 22)));

    [Fact]
    public void The_linear_control_is_named_where_every_row_has_one()
    {
        Assert.Equal(2, RateFindings.Of([Row(100, 20, 100, 20)]).Count());
        Assert.Equal(
            "run beside KLT: 0.30 dB ahead of it at 100 bytes.",
            RateFindings.Of([Row(100, 20, 100, 20) with { Klt = new RateControl(100, 19.7, 0, 110) }]).Last());
    }

    [Fact]
    public void A_curve_is_read_between_its_steps_and_not_beyond()
    {
        var curve = new RateCurve(2);
        curve.Add([(100, 20), (200, 24)]);
        curve.Add([(100, 22), (200, 24)]);
        Assert.Equal(new RateControl(150, 22.5, 0, 150), curve.At(150, 22.5));
        Assert.Equal(new RateControl(100, 21, 2, 100), curve.At(90, 20));
        Assert.Equal(new RateControl(200, 24, 0, null), curve.At(250, 25));
    }

    private static string Finding(params RateRow[] rows) => RateFindings.Of(rows).ElementAt(1);

    private static RateRow Row(double bytes, double psnr, double controlBytes, double controlPsnr) =>
        new("run", 8, 4, 10, bytes, 1, psnr, controlBytes, controlPsnr, 0, controlBytes)
        {
            Webp = new RateControl(controlBytes, controlPsnr, 0, controlBytes),
        };
}
