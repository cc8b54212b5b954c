using System.Globalization;
using System.Text;
using System.Xml.Linq;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models.Pages;

namespace ILGpuAutoencoders.Tests.Models.Reports;

public class ChartSvgTests
{
    private const string Evil = "<script>alert(\"1\" & '2')</script>\u0000\u202e";

    [Fact]
    public void A_chart_holds_its_words_as_text_and_is_the_same_each_time()
    {
        var chart = Chart.OfLines(
            "Rate and distortion", "bytes", "dB",
            [new("codec", [new(10, 1), new(20, 2)]), new("JPEG", [new(30, 3)], IsControl: true), new("empty", [])]);
        var drawn = Draw(chart);
        Assert.Equal("Rate and distortion", ByClass(drawn, "title").Single().Value);
        Assert.Equal([("c0", "codec"), ("control", "JPEG")], Legend(drawn));
        Assert.Equal(["bytes", "dB"], drawn.Descendants("text").Select(text => text.Value).Where(text => !IsNumber(text)).Order());
        Assert.Equal(2, drawn.Descendants("polyline").Count());
        Assert.Equal(drawn.ToString(), Draw(chart).ToString());
    }

    [Fact]
    public void Letters_keep_their_size_at_every_width()
    {
        var drawn = Draw(Chart.OfCurves("Loss", "loss", [new("train", [3, 2, 1])]));
        Assert.All(drawn.Descendants("text"), text => Assert.DoesNotContain(text.Ancestors(), e => e.Attribute("viewBox") is not null));
        Assert.All(drawn.Descendants("line").Concat(drawn.Descendants("circle")).Attributes().Where(a => a.Name.LocalName is "x1" or "x2"
            or "y1" or "y2" or "cx" or "cy"), a => Assert.EndsWith("%", a.Value, StringComparison.Ordinal));
    }

    [Fact]
    public void Controls_cross_the_chart_at_their_value()
    {
        var drawn = Draw(
            Chart.OfCurves("PSNR", "dB", [new("val", [18, null, 20])], new Level("PCA-4", 19.5), new Level("none", double.NaN)));
        Assert.Equal([("c0", "val"), ("control", "PCA-4")], Legend(drawn));
        var line = ByClass(drawn, "control").Where(e => e.Name == "g").Elements("line").Single();
        Assert.Equal(19.5, Upwards(drawn)(line.Attribute("y1")!), 0.01);
        Assert.Equal(("100%", line.Attribute("y1")!.Value), (line.Attribute("x2")!.Value, line.Attribute("y2")!.Value));
        Assert.Equal([18, 20], drawn.Descendants("circle").Select(circle => Math.Round(Upwards(drawn)(circle.Attribute("cy")!), 2)));
    }

    [Fact]
    public void Error_bars_reach_a_deviation_each_way()
    {
        var drawn = Draw(Chart.OfLines("PSNR", "latent", "dB", [new("mse", [new(4, 20, 1.5), new(8, 24, 0.5), new(16, 25)])]));
        var value = Upwards(drawn);
        Assert.Equal(
            [(21.5, 18.5), (24.5, 23.5)],
            ByClass(drawn, "error").Select(
                bar => (Math.Round(value(bar.Attribute("y1")!), 1), Math.Round(value(bar.Attribute("y2")!), 1))));
        Assert.Equal(
            ["mse: 20 ± 1.5", "mse: 24 ± 0.5", "mse: 25"], drawn.Descendants("circle").Select(circle => circle.Element("title")!.Value));
    }

    [Fact]
    public void Charts_of_one_value_and_of_none_are_drawn()
    {
        foreach (var chart in (Chart[])[
            Chart.OfHistogram("Errors", "MSE", [0.25]), Chart.OfCurves("Loss", "loss", [new("train", [1])]),
            Chart.OfCurves("Loss", "loss", [new("train", [null, double.NaN, double.PositiveInfinity])])])
        {
            Assert.All(Draw(chart).Descendants().Attributes(), a => Assert.DoesNotContain("NaN", a.Value, StringComparison.Ordinal));
        }

        var bars = ByClass(Draw(Chart.OfHistogram("Errors", "MSE", [1, 1, 1, 2])), "bar").Select(bar => bar.Element("title")!.Value);
        Assert.Equal(["3", .. Enumerable.Repeat("0", 22), "1"], bars);
    }

    [Fact]
    public void Each_point_of_a_plane_shows_its_own_picture()
    {
        Picture Plain(byte level) => new(60, 60, [.. Enumerable.Repeat(level, 3 * 60 * 60)]);
        byte[] levels = [.. Enumerable.Range(0, 45).Select(i => (byte)(5 * i))];
        var drawn = Draw(Chart.OfDots("Latents", [.. levels.Select((level, i) => new Dot(i, -i, $"{level}.png", Plain(level)))]));
        var points = ByClass(drawn, "point").ToList();
        Assert.Equal(levels.Select(level => $"{level}.png"), points.Select(point => point.Element("title")!.Value));
        var image = drawn.Descendants("image").Single();
        var sheet = PixelCodec.Decode(Convert.FromBase64String(image.Attribute("href")!.Value.Split(',')[1])).Picture!;
        foreach (var (point, level) in points.Zip(levels))
        {
            Assert.Equal('#' + image.Attribute("id")!.Value, point.Descendants("use").Single().Attribute("href")!.Value);
            int[] view = [.. point.Descendants("svg").Single().Attribute("viewBox")!.Value.Split(' ').Select(int.Parse)];
            Assert.Equal([ChartSvg.ThumbnailSide, ChartSvg.ThumbnailSide], view[2..]);
            Assert.Equal(level, sheet.Pixels[3 * (((view[1] + 24) * sheet.Width) + view[0] + 24)], 3.0);
        }
    }

    [Fact]
    public void A_plane_of_large_noisy_pictures_stays_below_a_million_bytes()
    {
        byte[] noise = new byte[3 * 128 * 128];
        var random = new Random(1);
        Dot Noisy(int i)
        {
            random.NextBytes(noise);
            return new(i, i, $"{i}", new Picture(128, 128, [.. noise]));
        }

        Dot[] dots = [.. Enumerable.Range(0, ChartSvg.MostDots).Select(Noisy)];
        Assert.InRange(Text(Chart.OfDots("Latents", dots)).Length, 100_000, 1_000_000);
        Assert.Throws<ArgumentOutOfRangeException>(() => Text(Chart.OfDots("Latents", [.. dots, dots[0]])));
    }

    [Fact]
    public void Text_is_escaped_wherever_it_stands()
    {
        var dot = new Dot(1, 1, Evil, new Picture(1, 1, [1, 2, 3]));
        foreach (var chart in (Chart[])[
            Chart.OfLines(Evil, Evil, Evil, [new(Evil, [new(1, 2)])]) with { Levels = [new(Evil, 1)], Ticks = [(1, Evil)] },
            Chart.OfDots(Evil, [dot, dot])])
        {
            var drawn = Draw(chart);
            Assert.Empty(drawn.Descendants("script"));
            string shown = Evil.Replace("\0", "\\u0000", StringComparison.Ordinal).Replace("\u202e", "\\u202e", StringComparison.Ordinal);
            Assert.Equal(shown, ByClass(drawn, "title").Single().Value);
            Assert.Contains(drawn.Descendants("title"), title => title.Value.StartsWith(shown, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData(0, 10, false, "0 2 4 6 8 10")]
    [InlineData(0.94, 3.06, true, "1 2 3")]
    [InlineData(-1.2, 1.2, false, "-1.0 -0.5 0.0 0.5 1.0")]
    [InlineData(0.01302, 0.01404, false, "0.0132 0.0134 0.0136 0.0138 0.0140")]
    [InlineData(0, 4_000_000, false, "0e0 1e6 2e6 3e6 4e6")]
    [InlineData(0, 2.5, true, "0 1 2")]
    public void Axes_have_round_numbers(double low, double high, bool isCounted, string expected) =>
        Assert.Equal(expected, string.Join(' ', Ticks.Of(low, high, isCounted).Select(tick => tick.Text)));

    [Theory]
    [InlineData(1e20, 1.0000000000000002e20)]
    [InlineData(-1e300, 1e300)]
    [InlineData(1, 1.0000000000000002)]
    public void Axes_of_any_range_end(double low, double high) => Assert.InRange(Ticks.Of(low, high, false).Count, 0, 6);

    private static string Text(Chart chart)
    {
        var html = new StringBuilder();
        ChartSvg.Append(html, chart, "one");
        return html.ToString();
    }

    private static XElement Draw(Chart chart) => XElement.Parse($"<figure>{Text(chart)}</figure>");

    internal static IEnumerable<XElement> ByClass(XElement root, string name) =>
        root.Descendants().Where(e => e.Attribute("class")?.Value.Split(' ').Contains(name) == true);

    internal static (string Class, string Name)[] Legend(XElement chart) =>
        [.. chart.Descendants("li").Select(item => (item.Attribute("class")!.Value, item.Value))];

    /// <summary>From a position of a chart to the value there, read off two of its labels.</summary>
    internal static Func<XAttribute, double> Upwards(XElement chart)
    {
        double Percent(XAttribute at) => double.Parse(at.Value.TrimEnd('%'), CultureInfo.InvariantCulture);
        var labels = chart.Descendants("text").Where(text => text.Attribute("text-anchor")?.Value == "end").Select(
            text => (At: Percent(text.Attribute("y")!), Value: double.Parse(text.Value, CultureInfo.InvariantCulture))).ToList();
        double scale = (labels[^1].Value - labels[0].Value) / (labels[^1].At - labels[0].At);
        return at => labels[0].Value + (scale * (Percent(at) - labels[0].At));
    }

    private static bool IsNumber(string text) => double.TryParse(text, CultureInfo.InvariantCulture, out _);
}
