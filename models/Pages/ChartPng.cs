using ILGpuAutoencoders.Engine;
using ScottPlot;

namespace ILGpuAutoencoders.Models.Pages;

/// <summary>Charts as PNG files.</summary>
internal static class ChartPng
{
    private const int Width = 900, Height = 420;

    private static readonly Color s_control = Colors.Gray;

    /// <summary>Writes charts, one under the other.</summary>
    internal static void Save(string path, params IReadOnlyList<Chart> charts)
    {
        var multiplot = new Multiplot();
        multiplot.AddPlots(charts.Count);
        for (int i = 0; i < charts.Count; i++)
        {
            Draw(charts[i], multiplot.GetPlot(i));
        }

        AtomicFile.Write(path, multiplot.Render(Width, charts.Count * Height).GetImageBytes(ImageFormat.Png));
    }

    private static void Draw(Chart chart, Plot plot)
    {
        plot.Title(chart.Title);
        plot.XLabel(chart.X);
        plot.YLabel(chart.Y);
        foreach (var line in chart.Lines)
        {
            Draw(line, plot);
        }

        foreach (var (name, value) in chart.Levels)
        {
            var level = plot.Add.HorizontalLine(value, 2, s_control, LinePattern.Dashed);
            level.LegendText = name;
        }

        foreach (var (low, high, count) in chart.Bars)
        {
            var bar = plot.Add.Bar((low + high) / 2, count);
            bar.Color = plot.Add.Palette.GetColor(0);
            bar.Bars[0].Size = 0.9 * (high - low);
            bar.Bars[0].LineWidth = 0;
            plot.Axes.Margins(bottom: 0);
        }

        if (chart.Dots.Count > 0)
        {
            plot.Add.ScatterPoints(chart.Dots.Select(dot => dot.X).ToArray(), chart.Dots.Select(dot => dot.Y).ToArray()).MarkerSize = 5;
        }

        if (chart.Ticks is { } ticks)
        {
            plot.Axes.Bottom.SetTicks([.. ticks.Select(tick => tick.At)], [.. ticks.Select(tick => tick.Text)]);
        }
        else if (chart.IsCounted)
        {
            plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic { IntegerTicksOnly = true };
        }

        if (chart.Lines.Count + chart.Levels.Count > 0)
        {
            // Outside the axes: no corner stays free of curves that fall and curves that rise.
            plot.ShowLegend(Edge.Right);
        }
    }

    private static void Draw(Line line, Plot plot)
    {
        double[] xs = [.. line.Points.Select(point => point.X)], ys = [.. line.Points.Select(point => point.Y)];
        var drawn = plot.Add.Scatter(xs, ys);
        drawn.LegendText = line.Name;
        drawn.LineWidth = 2;
        drawn.MarkerSize = line.Points.Count > Chart.MostMarkers ? 0 : 5;
        if (line.IsControl)
        {
            drawn.Color = s_control;
            drawn.LinePattern = LinePattern.Dashed;
        }

        if (line.Points.Count <= Chart.MostMarkers && line.Points.Any(point => point.Deviation is not null))
        {
            plot.Add.ErrorBar(xs, ys, [.. line.Points.Select(point => point.Deviation ?? 0)]).Color = drawn.Color;
        }
    }
}
