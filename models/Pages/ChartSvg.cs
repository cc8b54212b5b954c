using System.Globalization;
using System.Text;
using ILGpuAutoencoders.Data;

namespace ILGpuAutoencoders.Models.Pages;

/// <summary>
/// Charts as SVG within a page: the same text for the same chart. Positions are percentages and letters have a fixed size, so that a
/// chart is as legible at the width of a telephone; colours are variables of the page, which follow its light and dark.
/// </summary>
internal static class ChartSvg
{
    /// <summary>The longest side of a thumbnail, in pixels: with <see cref="MostDots"/> it bounds the size of a chart.</summary>
    internal const int ThumbnailSide = 48;

    /// <summary>The most points of a plane.</summary>
    internal const int MostDots = 300;

    /// <summary>The most lines with colours of their own.</summary>
    internal const int Colours = 8;

    /// <summary>How lines, bars and points look; the page around defines its colours.</summary>
    internal const string Style = """
        :root{--c0:#2166ac;--c1:#d6604d;--c2:#1b8a5a;--c3:#8e5bb5;--c4:#a87808;--c5:#0e8a99;--c6:#c2478f;
          --c7:#7a5230;--control:#6b7078;--grid:#e6e8eb}
        @media(prefers-color-scheme:dark){:root{--c0:#6cb0f0;--c1:#f4937f;--c2:#5fcf9a;--c3:#c49be8;--c4:#e3b94d;--c5:#52cfdd;--c6:#f08cc8;
          --c7:#c9a37e;--control:#a3a9b2;--grid:#2b2f36}}
        .c0{--c:var(--c0)}.c1{--c:var(--c1)}.c2{--c:var(--c2)}.c3{--c:var(--c3)}.c4{--c:var(--c4)}.c5{--c:var(--c5)}
        .c6{--c:var(--c6)}.c7{--c:var(--c7)}.control{--c:var(--control)}
        .chart svg{overflow:visible}
        .chart>svg{display:block;box-sizing:border-box;width:calc(100% - var(--gutter) - 1rem);height:15rem;
          margin:1.9rem 1rem 3.2rem var(--gutter);font-size:13px}
        .title{font-weight:600}
        .legend{display:flex;flex-wrap:wrap;gap:.1rem 1.1rem;margin:.2rem 0 0;padding:0;list-style:none;font-size:.875rem}
        .legend li::before{content:"";display:inline-block;width:1.4rem;margin-right:.4rem;border-top:3px solid var(--c);
          vertical-align:middle}
        .legend .control::before{border-top-style:dashed}
        .chart text{fill:var(--faint)}
        .grid{stroke:var(--grid)}
        .line{fill:none;stroke:var(--c);stroke-width:2px;vector-effect:non-scaling-stroke;stroke-linejoin:round}
        .error{stroke:var(--c);stroke-width:1.5px;vector-effect:non-scaling-stroke}
        .control .line{stroke-dasharray:7 5}
        .dot,.bar{fill:var(--c)}
        .point circle{fill:none;pointer-events:all;outline:0}
        .point g{display:none;pointer-events:none}
        .point g svg{overflow:hidden}
        .point:is(:hover,:focus){outline:0}
        .point:is(:hover,:focus) circle{stroke:var(--text);stroke-width:2px}
        .point:is(:hover,:focus) g{display:inline}
        .frame{fill:var(--page);stroke:var(--faint)}
        """;

    private const int Unit = 1000, Shown = 96, Columns = 20, JpegQuality = 85;
    private const double Margin = 0.06;

    /// <summary>Appends the heading, the legend and the drawing.</summary>
    /// <param name="html">The page.</param>
    /// <param name="chart">What is drawn.</param>
    /// <param name="id">A name that no other element of the page has.</param>
    internal static void Append(StringBuilder html, Chart chart, string id)
    {
        var (x, y) = (AcrossOf(chart), UpwardsOf(chart));
        var rows = Ticks.Of(y.Low, y.High, chart.Bars.Count > 0);
        Add(html, $"<div class=\"title\">{Html.Escape(chart.Title)}</div>\n");
        Legend(html, chart);
        int gutter = 2 + rows.Select(row => row.Text.Length).DefaultIfEmpty().Max();
        Add(html, $"<svg role=\"img\" aria-label=\"{Html.Escape(chart.Title)}\" style=\"--gutter:{gutter}ch\">\n");
        foreach (var (at, text) in rows)
        {
            Add(html, $"<line class=\"grid\" x2=\"100%\" y1=\"{y.Down(at):0.##}%\" y2=\"{y.Down(at):0.##}%\"/>");
            Add(html, $"<text x=\"0\" y=\"{y.Down(at):0.##}%\" dx=\"-8\" dy=\"4\" text-anchor=\"end\">{text}</text>\n");
        }

        foreach (var (at, text) in chart.Ticks ?? Ticks.Of(x.Low, x.High, chart.IsCounted))
        {
            Add(html, $"<text x=\"{x.Along(at):0.##}%\" y=\"100%\" dy=\"20\" text-anchor=\"middle\">{Html.Escape(text)}</text>");
        }

        Add(html, $"<text x=\"0\" y=\"0\" dy=\"-12\">{Html.Escape(chart.Y)}</text>");
        Add(html, $"<text x=\"50%\" y=\"100%\" dy=\"42\" text-anchor=\"middle\">{Html.Escape(chart.X)}</text>\n");
        foreach (var (low, high, count) in chart.Bars)
        {
            double left = x.Along(low), top = y.Down(count);
            Add(html, $"<rect class=\"c0 bar\" x=\"{left:0.##}%\" width=\"{0.9 * (x.Along(high) - left):0.##}%\" ");
            Add(html, $"y=\"{top:0.##}%\" height=\"{y.Down(0) - top:0.##}%\"><title>{count}</title></rect>\n");
        }

        foreach (var (name, value) in chart.Levels)
        {
            Add(html, $"<g class=\"control\"><line class=\"line\" x2=\"100%\" y1=\"{y.Down(value):0.##}%\" y2=\"{y.Down(value):0.##}%\">");
            Add(html, $"<title>{Html.Escape(name)}: {value:0.####}</title></line></g>\n");
        }

        foreach (var (line, colour) in Coloured(chart))
        {
            Draw(html, line, colour, x, y);
        }

        if (chart.Dots.Count > 0)
        {
            Draw(html, chart.Dots, id, x, y);
        }

        html.Append("</svg>\n");
    }

    private static void Legend(StringBuilder html, Chart chart)
    {
        if (chart.Lines.Count + chart.Levels.Count == 0)
        {
            return;
        }

        html.Append("<ul class=\"legend\">");
        foreach (var (line, colour) in Coloured(chart))
        {
            Add(html, $"<li class=\"{colour}\">{Html.Escape(line.Name)}</li>");
        }

        foreach (var level in chart.Levels)
        {
            Add(html, $"<li class=\"control\">{Html.Escape(level.Name)}</li>");
        }

        html.Append("</ul>\n");
    }

    private static IEnumerable<(Line Line, string Colour)> Coloured(Chart chart) =>
        chart.Lines.Select((line, i) => (line, line.IsControl ? "control" : $"c{i % Colours}"));

    private static void Draw(StringBuilder html, Line line, string colour, Axis x, Axis y)
    {
        Add(html, $"<g class=\"{colour}\"><svg width=\"100%\" height=\"100%\" viewBox=\"0 0 {Unit} {Unit}\" preserveAspectRatio=\"none\">");
        html.Append("<polyline class=\"line\" points=\"");
        foreach (var (at, value, _) in line.Points)
        {
            Add(html, $"{Unit / 100 * x.Along(at):0.#},{Unit / 100 * y.Down(value):0.#} ");
        }

        html.Append("\"/></svg>");
        foreach (var (at, value, deviation) in line.Points.Count > Chart.MostMarkers ? [] : line.Points)
        {
            double left = x.Along(at);
            if (deviation is { } half)
            {
                Add(html, $"<line class=\"error\" x1=\"{left:0.##}%\" x2=\"{left:0.##}%\" ");
                Add(html, $"y1=\"{y.Down(value + half):0.##}%\" y2=\"{y.Down(value - half):0.##}%\"/>");
            }

            Add(html, $"<circle class=\"dot\" cx=\"{left:0.##}%\" cy=\"{y.Down(value):0.##}%\" r=\"3.5\">");
            Add(html, $"<title>{Html.Escape(line.Name)}: {value:0.####}");
            if (deviation is not null)
            {
                Add(html, $" ± {deviation:0.####}");
            }

            html.Append("</title></circle>");
        }

        html.Append("</g>\n");
    }

    // All points first, then what shows when one is pointed at: the points would cover the pictures of earlier ones.
    private static void Draw(StringBuilder html, IReadOnlyList<Dot> dots, string id, Axis x, Axis y)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(dots.Count, MostDots, nameof(dots));
        int side = Math.Min(ThumbnailSide, dots[0].Thumbnail.Width);
        var sheet = ImageGrid.Tile([.. dots.Select(dot => PixelResizer.Resize(dot.Thumbnail, Crop.Whole, side))], Columns);
        Add(html, $"<defs><image id=\"{id}\" width=\"{sheet.Width}\" height=\"{sheet.Height}\" href=\"data:image/jpeg;base64,");
        Add(html, $"{Convert.ToBase64String(PixelCodec.EncodeJpeg(sheet, JpegQuality))}\"/></defs>\n");
        foreach (var dot in dots)
        {
            Add(html, $"<circle class=\"c0 dot\" cx=\"{x.Along(dot.X):0.##}%\" cy=\"{y.Down(dot.Y):0.##}%\" r=\"3.5\"/>\n");
        }

        foreach (var (i, dot) in dots.Index())
        {
            double left = x.Along(dot.X), top = y.Down(dot.Y);
            int across = left > 50 ? -Shown - 12 : 12, down = top > 50 ? -Shown - 12 : 12;
            Add(html, $"<svg class=\"point\" tabindex=\"-1\" x=\"{left:0.##}%\" y=\"{top:0.##}%\"><circle r=\"8\"/><g>");
            Add(html, $"<rect class=\"frame\" x=\"{across - 2}\" y=\"{down - 2}\" width=\"{Shown + 4}\" height=\"{Shown + 4}\"/>");
            Add(html, $"<svg x=\"{across}\" y=\"{down}\" width=\"{Shown}\" height=\"{Shown}\" ");
            Add(html, $"viewBox=\"{i % Columns * side} {i / Columns * side} {side} {side}\"><use href=\"#{id}\"/></svg></g>");
            Add(html, $"<title>{Html.Escape(dot.Name)}</title></svg>\n");
        }
    }

    private static Axis AcrossOf(Chart chart) => chart.Bars.Count > 0
        ? new Axis(chart.Bars[0].Low, chart.Bars[^1].High)
        : Axis.Around([.. chart.Lines.SelectMany(line => line.Points).Select(point => point.X), .. chart.Dots.Select(dot => dot.X)]);

    private static Axis UpwardsOf(Chart chart) => chart.Bars.Count > 0
        ? new Axis(0, (1 + Margin) * chart.Bars.Max(bar => bar.Count))
        : Axis.Around([
            .. chart.Lines.SelectMany(line => line.Points).SelectMany(
                point => new[] { point.Y - (point.Deviation ?? 0), point.Y + (point.Deviation ?? 0) }),
            .. chart.Levels.Select(level => level.Value), .. chart.Dots.Select(dot => dot.Y)]);

    private static void Add(StringBuilder html, FormattableString text) => html.Append(text.ToString(CultureInfo.InvariantCulture));

    /// <summary>The range of values that an axis shows.</summary>
    private readonly record struct Axis(double Low, double High)
    {
        internal static Axis Around(IReadOnlyList<double> values)
        {
            double low = values.DefaultIfEmpty(0).Min(), high = values.DefaultIfEmpty(0).Max();
            // Values that are all the same get a range around them, and so does a single one.
            double margin = high > low ? Margin * (high - low) : Math.Max(1e-6, Math.Abs(low) / 2);
            return new Axis(low - margin, high + margin);
        }

        internal double Along(double value) => 100 * (value - Low) / (High - Low);

        internal double Down(double value) => 100 - Along(value);
    }
}
