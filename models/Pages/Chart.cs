using System.Text.RegularExpressions;
using ILGpuAutoencoders.Engine;
using ScottPlot;

namespace ILGpuAutoencoders.Models.Pages;

/// <summary>A line of a chart over epochs.</summary>
/// <param name="Name">What the legend calls it.</param>
/// <param name="Values">One value per epoch; null if there is none.</param>
internal sealed record Curve(string Name, IReadOnlyList<double?> Values);

/// <summary>A line of a chart through points.</summary>
/// <param name="Name">What the legend calls it.</param>
/// <param name="Points">In the order in which the line goes through them.</param>
internal sealed record Line(string Name, IReadOnlyList<(double X, double Y)> Points);

/// <summary>A chart, as SVG for a page and as PNG for a file.</summary>
internal sealed partial class Chart
{
    private const int PngWidth = 900, PngHeight = 420, SvgWidth = 640, SvgHeight = 360;
    private const int Bins = 24, MostMarkers = 40;
    // Letters stay legible where a page shrinks a chart to the width of a phone.
    private const double SvgScale = 1.35;

    private readonly Action<Plot> _draw;

    private Chart(Action<Plot> draw) => _draw = draw;

    /// <summary>Curves over epochs, from 1.</summary>
    internal static Chart OfCurves(string title, string unit, IReadOnlyList<Curve> curves)
    {
        var lines = curves.Select(curve => new Line(
            curve.Name,
            [.. curve.Values.Select((value, i) => (X: i + 1.0, Y: value)).Where(point => point.Y is { } y && double.IsFinite(y)).Select(
                point => (point.X, point.Y!.Value))]));
        return new Chart(plot =>
        {
            Draw(plot, title, "epoch", unit, lines);
            plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic { IntegerTicksOnly = true };
        });
    }

    /// <summary>Lines through points.</summary>
    internal static Chart OfLines(string title, string x, string y, IReadOnlyList<Line> lines) =>
        new(plot => Draw(plot, title, x, y, lines));

    /// <summary>How often values fall into each of equal intervals.</summary>
    internal static Chart OfHistogram(string title, string unit, IReadOnlyList<double> values) => new(plot =>
    {
        double low = values.Min(), width = Math.Max((values.Max() - low) / Bins, 1e-12);
        double[] counts = new double[Bins];
        foreach (double value in values)
        {
            counts[Math.Min(Bins - 1, (int)((value - low) / width))]++;
        }

        foreach (var bar in plot.Add.Bars([.. Enumerable.Range(0, Bins).Select(i => low + ((i + 0.5) * width))], counts).Bars)
        {
            bar.Size = 0.9 * width;
            bar.LineWidth = 0;
        }

        plot.Axes.Margins(bottom: 0);
        Label(plot, title, unit, "pictures");
    });

    /// <summary>Points of a plane.</summary>
    internal static Chart OfPoints(string title, IReadOnlyList<(double X, double Y)> points) => new(plot =>
    {
        plot.Add.ScatterPoints(points.Select(p => p.X).ToArray(), points.Select(p => p.Y).ToArray()).MarkerSize = 5;
        Label(plot, title, "first component", "second component");
    });

    /// <summary>The text of an SVG file: the same for the same chart.</summary>
    internal string Svg()
    {
        using var plot = new Plot();
        plot.ScaleFactor = SvgScale;
        _draw(plot);
        // Skia numbers its ids across the whole process, and names the font of this machine.
        string svg = FontFamily().Replace(plot.GetSvgXml(SvgWidth, SvgHeight), "font-family=\"system-ui, sans-serif\"");
        return Identity().Matches(svg).Select(match => match.Groups[1].Value).Index().Aggregate(
            svg, (text, id) => text.Replace($"\"{id.Item}\"", $"\"id{id.Index}\"", StringComparison.Ordinal).Replace(
                $"#{id.Item})", $"#id{id.Index})", StringComparison.Ordinal));
    }

    /// <summary>Writes it as PNG.</summary>
    internal void SavePng(string path)
    {
        using var plot = new Plot();
        _draw(plot);
        AtomicFile.Write(path, plot.GetImageBytes(PngWidth, PngHeight, ImageFormat.Png));
    }

    /// <summary>Writes several as PNG, one under the other.</summary>
    internal static void SavePng(IReadOnlyList<Chart> charts, string path)
    {
        var multiplot = new Multiplot();
        multiplot.AddPlots(charts.Count);
        for (int i = 0; i < charts.Count; i++)
        {
            charts[i]._draw(multiplot.GetPlot(i));
        }

        AtomicFile.Write(path, multiplot.Render(PngWidth, charts.Count * PngHeight).GetImageBytes(ImageFormat.Png));
    }

    [GeneratedRegex("font-family=\"[^\"]*\"")]
    private static partial Regex FontFamily();

    [GeneratedRegex(" id=\"([^\"]*)\"")]
    private static partial Regex Identity();

    private static void Label(Plot plot, string title, string x, string y)
    {
        plot.Title(title);
        plot.XLabel(x);
        plot.YLabel(y);
    }

    private static void Draw(Plot plot, string title, string x, string y, IEnumerable<Line> lines)
    {
        Label(plot, title, x, y);
        foreach (var (name, points) in lines.Where(line => line.Points.Count > 0))
        {
            var line = plot.Add.Scatter(points.Select(p => p.X).ToArray(), points.Select(p => p.Y).ToArray());
            line.LegendText = name;
            line.LineWidth = 2;
            line.MarkerSize = points.Count > MostMarkers ? 0 : 5;
        }

        // Outside the axes: no corner stays free of curves that fall and curves that rise.
        plot.ShowLegend(Edge.Right);
    }
}
