using ScottPlot;

namespace ILGpuAutoencoders.Models;

/// <summary>A line of a chart.</summary>
/// <param name="Name">What the legend calls it.</param>
/// <param name="Values">A value an epoch; null where there is none.</param>
internal sealed record Curve(string Name, IReadOnlyList<double?> Values);

/// <summary>Charts over epochs, as PNG.</summary>
internal static class CurvesPlot
{
    private const int Width = 900;
    private const int Height = 420;

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

    private static void Draw(Plot plot, string title, string unit, IReadOnlyList<Curve> curves)
    {
        plot.Title(title);
        plot.XLabel("epoch");
        plot.YLabel(unit);
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
