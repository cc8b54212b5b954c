using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models.Pages;

namespace ILGpuAutoencoders.Tests.Models.Reports;

public partial class HtmlPageTests
{
    [Fact]
    public void Text_is_escaped_wherever_it_stands()
    {
        const string Evil = "<script>alert(\"1\" & '2')</script>";
        var page = new HtmlPage(Evil);
        page.Section(Evil);
        page.Paragraph(Evil);
        page.Table([Evil], [[Evil]]);
        page.Table([Evil], [[new Cell(Evil, Html.PathTo("javascript:alert(1)", $"a b/\u00fc\"{Evil}", "report.html"))]]);
        page.Picture(new Picture(1, 1, [1, 2, 3]), Evil, "evil");
        var document = Parse(page.ToString());
        Assert.Empty(document.Descendants("script"));
        Assert.Equal(Evil, document.Descendants("p").Single().Value);
        Assert.Equal(Evil, document.Descendants("img").Single().Attribute("alt")!.Value);
        var link = document.Descendants("a").Single();
        Assert.Equal(Evil, link.Value);
        string address = link.Attribute("href")!.Value;
        Assert.StartsWith("javascript%3Aalert%281%29/a%20b%2F%C3%BC%22%3Cscript%3E", address, StringComparison.Ordinal);
        Assert.Equal(
            new Uri($"file:///sweep/{address}"), new Uri(new Uri("file:///sweep/report.html"), address));
    }

    [Fact]
    public void Characters_that_no_page_may_hold_are_spelt_out()
    {
        var page = new HtmlPage("x");
        page.Paragraph("a\0\u001b\ud800b\u202e");
        Assert.Equal("a\\u0000\\u001b\\ud800b\\u202e", Parse(page.ToString()).Descendants("p").Single().Value);
    }

    [Fact]
    public void Charts_follow_the_colours_of_the_page()
    {
        var page = new HtmlPage("x");
        page.Chart(
            Chart.OfCurves("Loss", "loss", [.. Enumerable.Range(0, ChartSvg.Colours).Select(i => new Curve($"{i}", [1, 2]))]), "", "");
        var document = Parse(page.ToString());
        string style = document.Descendants("style").Single().Value;
        foreach (string colour in ChartSvgTests.Legend(document).Select(item => item.Class).Append("control"))
        {
            // Once for light pages, and once for dark ones.
            Assert.Equal(2, Regex.Count(style, $"--{colour}:#"));
            Assert.Contains($".{colour}{{--c:var(--{colour})}}", style, StringComparison.Ordinal);
        }

        Assert.DoesNotContain(
            document.Descendants("figure").Single().Descendants().Attributes(), a => a.Name.LocalName is "fill" or "stroke" or "color");
    }

    [Fact]
    public void Large_pictures_are_shrunk_and_become_jpegs()
    {
        byte[] pixels = new byte[3 * 3000 * 600];
        new Random(1).NextBytes(pixels);
        var page = new HtmlPage("x");
        page.Picture(new Picture(3000, 600, pixels), "noise", "noise");
        string source = Parse(page.ToString()).Descendants("img").Single().Attribute("src")!.Value;
        Assert.StartsWith("data:image/jpeg;base64,", source, StringComparison.Ordinal);
        var shown = PixelCodec.Decode(Convert.FromBase64String(source.Split(',')[1])).Picture!;
        Assert.Equal((1000, 200), (shown.Width, shown.Height));
    }

    [Fact]
    public void Small_pictures_are_shown_with_larger_pixels()
    {
        var page = new HtmlPage("x");
        page.Picture(new Picture(200, 1, new byte[600]), "small", "small");
        page.Picture(new Picture(10, 1, new byte[30]), "tiny", "tiny");
        Assert.Equal(["600", "60"], Parse(page.ToString()).Descendants("img").Select(image => image.Attribute("width")!.Value));
    }

    /// <summary>The page as XML: each tag is closed, each entity known. Fails for anything that is fetched or run.</summary>
    internal static XElement Parse(string html)
    {
        using var reader = XmlReader.Create(new StringReader(html), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        var root = XDocument.Load(reader).Root!;
        string[] fetched = ["src", "href", "srcset", "data", "action", "poster"];
        // Links are followed only by whoever clicks them; a part of the page itself is not fetched.
        Assert.All(root.DescendantsAndSelf().Attributes().Where(a => fetched.Contains(a.Name.LocalName)),
            a => Assert.Matches(
                a.Parent!.Name.LocalName switch { "a" => "^[^/:?#]+/[^:?#]*$", "use" => "^#", _ => "^data:image/" }, a.Value));
        Assert.All(root.DescendantsAndSelf().Attributes(),
            a => Assert.False(a.Name.LocalName.StartsWith("on", StringComparison.OrdinalIgnoreCase)));
        Assert.DoesNotContain(root.Descendants(), e => e.Name.LocalName is "script" or "link" or "iframe" or "object" or "embed" or "base");
        Assert.DoesNotMatch(Fetching(), string.Concat(root.Descendants("style").Select(style => style.Value)));
        return root;
    }

    [GeneratedRegex(@"url\(|@import|https?:", RegexOptions.IgnoreCase)]
    private static partial Regex Fetching();
}
