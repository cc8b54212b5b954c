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
        page.Picture(new Picture(1, 1, [1, 2, 3]), Evil, "evil");
        var document = Parse(page.ToString());
        Assert.Empty(document.Descendants("script"));
        Assert.Equal(Evil, document.Descendants("p").Single().Value);
        Assert.Equal(Evil, document.Descendants("img").Single().Attribute("alt")!.Value);
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
        Assert.All(root.DescendantsAndSelf().Attributes().Where(a => fetched.Contains(a.Name.LocalName)),
            a => Assert.StartsWith("data:image/", a.Value, StringComparison.Ordinal));
        Assert.All(root.DescendantsAndSelf().Attributes(),
            a => Assert.False(a.Name.LocalName.StartsWith("on", StringComparison.OrdinalIgnoreCase)));
        Assert.DoesNotContain(root.Descendants(), e => e.Name.LocalName is "script" or "link" or "iframe" or "object" or "embed" or "base");
        Assert.DoesNotMatch(Fetching(), string.Concat(root.Descendants("style").Select(style => style.Value)));
        return root;
    }

    [GeneratedRegex(@"url\(|@import|https?:", RegexOptions.IgnoreCase)]
    private static partial Regex Fetching();
}
