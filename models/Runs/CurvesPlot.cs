using System.Text.RegularExpressions;
using ScottPlot;

namespace ILGpuAutoencoders.Models;

/// <summary>A line of a chart.</summary>
/// <param name="Name">What the legend calls it.</param>
/// <param name="Values">A value an epoch; null where there is none.</param>
internal sealed record Curve(string Name, IReadOnlyList<double?> Values);

/// <summary>Charts, as PNG and as SVG.</summary>
internal static partial class CurvesPlot
{
    private const int Width = 900;
    private const int Height = 420;
    private const int SvgWidth = 640;
    private const int SvgHeight = 360;
    private const int Bins = 24;
    // Letters stay legible where a page shrinks a chart to the width of a telephone.
    private const double SvgScale = 1.35;

    /// <summary>Loss on train and val, and PSNR on val, one chart under the other.</summary>
    /// <param name="epochs">The rows of metrics.csv; nothing is drawn for none.</param>
    /// <param name="path">The file to write.</param>
    internal static void Save(IReadOnlyList<EpochMetrics> epochs, string path)
    {
        var multiplot = new Multiplot();
        multiplot.AddPlots(2);
        Draw(multiplot.GetPlot(0), "Loss", "loss", [new("train", [.. epochs.Select(e => (double?)e.TrainLoss)]), new("val", [.. epochs.Select(e => e.ValLoss)])]);
        Draw(multiplot.GetPlot(1), "PSNR on val", "dB", [new("val", [.. epochs.Select(e => e.ValPsnr)])]);
        multiplot.SavePng(path, Width, 2 * Height);
    }

    /// <summary>One chart of several curves.</summary>
    /// <param name="title">Its title.</param>
    /// <param name="unit">What its vertical axis says.</param>
    /// <param name="curves">The lines.</param>
    /// <param name="path">The file to write.</param>
    internal static void Save(string title, string unit, IReadOnlyList<Curve> curves, string path)
    {
        using var plot = new Plot();
        Draw(plot, title, unit, curves);
        plot.SavePng(path, Width, Height);
    }

    /// <summary>One chart of several curves, as the text of an SVG file.</summary>
    internal static string Svg(string title, string unit, IReadOnlyList<Curve> curves) => Svg(plot => Draw(plot, title, unit, curves));

    /// <summary>How often values fall into each of equal intervals.</summary>
    internal static string SvgHistogram(string title, string unit, IReadOnlyList<double> values) => Svg(plot =>
    {
        double low = values.Min(), width = Math.Max((values.Max() - low) / Bins, 1e-12);
        var counts = new double[Bins];
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
    internal static string SvgScatter(string title, IReadOnlyList<(double X, double Y)> points) => Svg(plot =>
    {
        plot.Add.ScatterPoints(points.Select(p => p.X).ToArray(), points.Select(p => p.Y).ToArray()).MarkerSize = 5;
        Label(plot, title, "first component", "second component");
    });

    private static string Svg(Action<Plot> draw)
    {
        using var plot = new Plot();
        plot.ScaleFactor = SvgScale;
        draw(plot);
        // Skia counts its ids through the whole process, and names the font of this machine.
        string svg = FontFamily().Replace(plot.GetSvgXml(SvgWidth, SvgHeight), "font-family=\"system-ui, sans-serif\"");
        return Identity().Matches(svg).Select(match => match.Groups[1].Value).Index().Aggregate(svg, (text, id) => text.Replace($"\"{id.Item}\"", $"\"id{id.Index}\"", StringComparison.Ordinal).Replace($"#{id.Item})", $"#id{id.Index})", StringComparison.Ordinal));
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

    private static void Draw(Plot plot, string title, string unit, IReadOnlyList<Curve> curves)
    {
        Label(plot, title, "epoch", unit);
        foreach (var curve in curves)
        {
            var points = curve.Values.Select((value, i) => (X: i + 1.0, Y: value)).Where(point => point.Y is { } y && double.IsFinite(y)).ToArray();
            if (points.Length > 0)
            {
                var line = plot.Add.Scatter(Array.ConvertAll(points, p => p.X), Array.ConvertAll(points, p => p.Y!.Value));
                line.LegendText = curve.Name;
                line.LineWidth = 2;
                line.MarkerSize = points.Length > 40 ? 0 : 5;
            }
        }

        plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic { IntegerTicksOnly = true };
        // Outside the axes: no corner stays free of curves that fall and curves that rise.
        plot.ShowLegend(Edge.Right);
    }
}
