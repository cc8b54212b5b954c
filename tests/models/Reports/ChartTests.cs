using System.Xml.Linq;
using ILGpuAutoencoders.Models.Pages;

namespace ILGpuAutoencoders.Tests.Models.Reports;

public class ChartTests
{
    [Fact]
    public void An_svg_holds_its_words_as_text_and_is_the_same_each_time()
    {
        var chart = Chart.OfLines(
            "Rate and distortion", "bytes", "dB", [new("codec", [(10, 1), (20, 2)]), new("JPEG", [(30, 3)]), new("empty", [])]);
        string svg = chart.Svg();
        string text = string.Concat(XDocument.Parse(svg).Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value + "\n"));
        Assert.All((string[])["Rate and distortion", "bytes", "dB", "codec", "JPEG"],
            word => Assert.Contains(word, text, StringComparison.Ordinal));
        Assert.DoesNotContain("empty", text, StringComparison.Ordinal);
        Assert.Equal(svg, chart.Svg());
    }

    [Fact]
    public void A_histogram_of_one_value_and_curves_without_any_are_drawn()
    {
        Assert.Contains("<svg", Chart.OfHistogram("Errors", "MSE", [0.25]).Svg(), StringComparison.Ordinal);
        Assert.Contains("<svg", Chart.OfCurves("Loss", "loss", [new("train", [null, double.NaN])]).Svg(), StringComparison.Ordinal);
    }
}
