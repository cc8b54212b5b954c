using ILGpuAutoencoders.Data;

namespace ILGpuAutoencoders.Models.Pages;

/// <summary>A line of a chart over epochs.</summary>
/// <param name="Name">What the legend calls it.</param>
/// <param name="Values">One value per epoch; null if there is none.</param>
/// <param name="Deviations">The standard deviations of means; null, as a whole or for an epoch, if there are none.</param>
internal sealed record Curve(string Name, IReadOnlyList<double?> Values, IReadOnlyList<double?>? Deviations = null);

/// <summary>A line of a chart through points.</summary>
/// <param name="Name">What the legend calls it.</param>
/// <param name="Points">In the order in which the line goes through them.</param>
/// <param name="IsControl">Whether it is what the others are compared with: dashed, and of no colour.</param>
internal sealed record Line(string Name, IReadOnlyList<ChartPoint> Points, bool IsControl = false);

/// <summary>A point of a line.</summary>
/// <param name="X">Where it is.</param>
/// <param name="Y">The value there.</param>
/// <param name="Deviation">The standard deviation, if the value is a mean; null without error bar.</param>
internal readonly record struct ChartPoint(double X, double Y, double? Deviation = null);

/// <summary>A control that is one number, drawn across the whole chart.</summary>
/// <param name="Name">What the legend calls it.</param>
/// <param name="Value">The number.</param>
internal sealed record Level(string Name, double Value);

/// <summary>A bar of a histogram.</summary>
/// <param name="Low">Where its interval begins.</param>
/// <param name="High">Where it ends.</param>
/// <param name="Count">How high it is.</param>
internal readonly record struct Bar(double Low, double High, int Count);

/// <summary>A point of a plane.</summary>
/// <param name="X">Where it is, to the right.</param>
/// <param name="Y">Where it is, upwards.</param>
/// <param name="Name">What is there.</param>
/// <param name="Thumbnail">A picture of it; those of a chart are squares of one size.</param>
internal sealed record Dot(double X, double Y, string Name, Picture Thumbnail);

/// <summary>What a chart shows: <see cref="ChartSvg"/> draws it for a page, <see cref="ChartPng"/> for a file.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="X">What is to the right.</param>
/// <param name="Y">What is upwards.</param>
internal sealed record Chart(string Title, string X, string Y)
{
    /// <summary>Lines with more points than these are drawn without markers and error bars.</summary>
    internal const int MostMarkers = 40;

    private const int Bins = 24;

    /// <summary>Lines; those without points are not drawn.</summary>
    internal IReadOnlyList<Line> Lines { get; init; } = [];

    /// <summary>Controls.</summary>
    internal IReadOnlyList<Level> Levels { get; init; } = [];

    /// <summary>Bars of a histogram.</summary>
    internal IReadOnlyList<Bar> Bars { get; init; } = [];

    /// <summary>Points of a plane.</summary>
    internal IReadOnlyList<Dot> Dots { get; init; } = [];

    /// <summary>The positions to the right that are labelled, and how; null for round numbers.</summary>
    internal IReadOnlyList<(double At, string Text)>? Ticks { get; init; }

    /// <summary>Whether what is to the right is counted.</summary>
    internal bool IsCounted { get; init; }

    /// <summary>Curves over epochs, from 1, and controls.</summary>
    internal static Chart OfCurves(string title, string unit, IReadOnlyList<Curve> curves, params IReadOnlyList<Level> controls) =>
        OfLines(title, "epoch", unit, [.. curves.Select(LineOf)]) with
        {
            Levels = [.. controls.Where(control => double.IsFinite(control.Value))],
            IsCounted = true,
        };

    /// <summary>Lines through points.</summary>
    internal static Chart OfLines(string title, string x, string y, IReadOnlyList<Line> lines) =>
        new(title, x, y) { Lines = [.. lines.Where(line => line.Points.Count > 0)] };

    /// <summary>How often values fall into each of equal intervals.</summary>
    /// <param name="title">The heading.</param>
    /// <param name="unit">Of the values.</param>
    /// <param name="values">1 finite value or more.</param>
    internal static Chart OfHistogram(string title, string unit, IReadOnlyList<double> values)
    {
        double low = values.Min(), width = Math.Max((values.Max() - low) / Bins, 1e-12);
        int[] counts = new int[Bins];
        foreach (double value in values)
        {
            counts[Math.Min(Bins - 1, (int)((value - low) / width))]++;
        }

        return new(title, unit, "pictures") { Bars = [.. counts.Select((n, i) => new Bar(low + (i * width), low + ((i + 1) * width), n))] };
    }

    /// <summary>Points of a plane.</summary>
    internal static Chart OfDots(string title, IReadOnlyList<Dot> dots) =>
        new(title, "first component", "second component") { Dots = dots };

    private static Line LineOf(Curve curve) => new(curve.Name, [.. curve.Values
        .Select((value, i) => new ChartPoint(i + 1, value ?? double.NaN, curve.Deviations?[i])).Where(point => double.IsFinite(point.Y))]);
}
