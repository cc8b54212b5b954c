using System.Globalization;
using System.Text;
using ILGpuAutoencoders.Data;

namespace ILGpuAutoencoders.Models.Pages;

/// <summary>A cell of a table.</summary>
/// <param name="Text">What it says.</param>
/// <param name="Address">What it links to, as <see cref="Html.PathTo"/> makes it; null for no link.</param>
internal readonly record struct Cell(string Text, string? Address = null);

/// <summary>A page in one file: it contains everything, runs no script and contacts no server. Text is escaped.</summary>
internal sealed class HtmlPage : IReportPage
{
    private const int LeastWidth = 640, MostEnlarged = 6, MostWidth = 1280, MostPngBytes = 150_000, JpegQuality = 88;

    private const string Style = """
        :root{color-scheme:light dark;--page:#fff;--text:#1c1e21;--faint:#62676e;--line:#d9dce0;--more:#0004}
        @media(prefers-color-scheme:dark){:root{--page:#16181c;--text:#e4e6e9;--faint:#9aa0a8;--line:#363a41;--more:#fff5}}
        body{margin:0 auto;padding:1rem;max-width:56rem;background:var(--page);color:var(--text);
          font:1rem/1.55 system-ui,sans-serif;overflow-wrap:anywhere}
        h1{margin:.5rem 0;font-size:1.7rem;line-height:1.25}
        h2{margin:2.5rem 0 .75rem;padding-top:1rem;border-top:1px solid var(--line);font-size:1.25rem}
        figure{margin:1rem 0}
        img{display:block;max-width:100%;height:auto;background:#fff;border-radius:6px}
        .pixels{image-rendering:pixelated}
        figcaption{margin-top:.35rem;color:var(--faint);font-size:.9rem}
        .table{overflow-x:auto;overflow-wrap:normal;background:
          linear-gradient(90deg,var(--page) 40%,transparent) left/2rem 100% no-repeat local,
          linear-gradient(270deg,var(--page) 40%,transparent) right/2rem 100% no-repeat local,
          linear-gradient(90deg,var(--more),transparent) left/.75rem 100% no-repeat,
          linear-gradient(270deg,var(--more),transparent) right/.75rem 100% no-repeat}
        table{border-collapse:collapse;font-variant-numeric:tabular-nums;font-size:.875rem}
        th,td{padding:.3rem .6rem .3rem 0;border-bottom:1px solid var(--line);text-align:left;white-space:nowrap}
        :is(th,td):last-child{padding-right:0}
        th{color:var(--faint);font-weight:600}
        a{color:var(--c0)}
        """ + "\n" + ChartSvg.Style;

    private readonly StringBuilder _body = new();
    private readonly string _title;
    private int _charts;

    /// <summary>A page with a heading.</summary>
    internal HtmlPage(string title)
    {
        _title = Html.Escape(title);
        _body.Append("<h1>").Append(_title).Append("</h1>\n");
    }

    /// <summary>Begins a section.</summary>
    public void Section(string heading) => _body.Append("<h2>").Append(Html.Escape(heading)).Append("</h2>\n");

    /// <summary>Adds a paragraph.</summary>
    public void Paragraph(string text) => _body.Append("<p>").Append(Html.Escape(text)).Append("</p>\n");

    /// <summary>Adds a table; it scrolls on its own where the page is narrow, and a shaded edge shows that there is more.</summary>
    public void Table(string[] headings, IEnumerable<string[]> rows) =>
        Table(headings, rows.Select(row => Array.ConvertAll(row, cell => new Cell(cell))));

    /// <summary>Adds a table, with links.</summary>
    internal void Table(string[] headings, IEnumerable<Cell[]> rows)
    {
        _body.Append("<div class=\"table\"><table>\n");
        Row("th", Array.ConvertAll(headings, heading => new Cell(heading)));
        foreach (var row in rows)
        {
            Row("td", row);
        }

        _body.Append("</table></div>\n");
    }

    /// <summary>Adds a chart, in the colours of the page.</summary>
    public void Chart(Chart chart, string caption, string name)
    {
        _body.Append("<figure class=\"chart\">\n");
        ChartSvg.Append(_body, chart, string.Create(CultureInfo.InvariantCulture, $"chart-{++_charts}"));
        string hint = chart.Dots.Count > 0 ? " Point at one, or touch it, to see its picture." : "";
        _body.Append("<figcaption>").Append(Html.Escape(caption + hint)).Append("</figcaption></figure>\n");
    }

    /// <summary>Adds a picture; a wide one is shrunk, a small one shown with larger pixels, and a large one becomes a JPEG.</summary>
    public void Picture(Picture picture, string caption, string name)
    {
        var shown = Shrink(picture, (picture.Width + MostWidth - 1) / MostWidth);
        var (format, file) = ("png", PixelCodec.EncodePng(shown));
        if (file.Length > MostPngBytes && PixelCodec.EncodeJpeg(shown, JpegQuality) is var jpeg && jpeg.Length < file.Length)
        {
            (format, file) = ("jpeg", jpeg);
        }

        Figure(format, file, caption, SizeOf(shown));
    }

    /// <summary>The whole file.</summary>
    public override string ToString() => $"""
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"/><meta name="viewport" content="width=device-width, initial-scale=1"/>
        <title>{_title}</title>
        <style>
        {Style}
        </style></head><body>
        {_body}</body></html>

        """;

    private static string SizeOf(Picture picture) => picture.Width >= LeastWidth
        ? ""
        : string.Create(CultureInfo.InvariantCulture,
            $" class=\"pixels\" width=\"{picture.Width * Math.Clamp(LeastWidth / picture.Width, 1, MostEnlarged)}\"");

    /// <summary>Means of factor x factor pixels; what is left over at the right and at the bottom is cut off.</summary>
    private static Picture Shrink(Picture picture, int factor)
    {
        int width = picture.Width / factor, height = picture.Height / factor;
        if (factor == 1 || height == 0)
        {
            return picture;
        }

        byte[] pixels = new byte[3 * width * height];
        for (int i = 0; i < pixels.Length; i++)
        {
            int x = i / 3 % width * factor, y = i / 3 / width * factor, sum = 0;
            for (int at = 0; at < factor * factor; at++)
            {
                sum += picture.Pixels[(3 * (((y + (at / factor)) * picture.Width) + x + (at % factor))) + (i % 3)];
            }

            pixels[i] = (byte)((sum + (factor * factor / 2)) / (factor * factor));
        }

        return new Picture(width, height, pixels);
    }

    private void Row(string tag, Cell[] cells)
    {
        _body.Append("<tr>");
        foreach (var (text, address) in cells)
        {
            _body.Append('<').Append(tag).Append('>');
            if (address is null)
            {
                _body.Append(Html.Escape(text));
            }
            else
            {
                _body.Append("<a href=\"").Append(Html.Escape(address)).Append("\">").Append(Html.Escape(text)).Append("</a>");
            }

            _body.Append("</").Append(tag).Append('>');
        }

        _body.Append("</tr>\n");
    }

    private void Figure(string kind, byte[] file, string caption, string size = "")
    {
        string text = Html.Escape(caption);
        _body.Append("<figure><img").Append(size).Append(" alt=\"").Append(text).Append("\" src=\"data:image/").Append(kind)
            .Append(";base64,").Append(Convert.ToBase64String(file)).Append("\"/><figcaption>").Append(text).Append(
                "</figcaption></figure>\n");
    }
}
