using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models.Pages;

namespace ILGpuAutoencoders.Tests.Models.Reports;

public sealed class MarkdownPageTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("markdown").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Tables_keep_their_columns_and_figures_are_files_beside_the_text()
    {
        var page = new MarkdownPage("Title", _folder, "images");
        page.Section("Part");
        page.Table(["a", "b"], [["x|y", "2"]]);
        page.Picture(new Picture(2, 1, [1, 2, 3, 4, 5, 6]), "A picture.", "tiny");
        page.Chart(Chart.OfCurves("Loss", "loss", [new("train", [2, null, 1])]), "A chart.", "loss");

        string text = page.ToString();
        Assert.StartsWith("# Title\n\n## Part\n\n| a | b |\n| --- | --- |\n| x\\|y | 2 |\n", text, StringComparison.Ordinal);
        Assert.Contains("![tiny](images/tiny.png)\n\nA picture.\n", text, StringComparison.Ordinal);
        Assert.Equal([1, 2, 3, 4, 5, 6], PixelCodec.DecodeFile(Path.Combine(_folder, "images", "tiny.png")).Picture!.Pixels.ToArray());
        Assert.Equal(
            (900, 420),
            PixelCodec.DecodeFile(Path.Combine(_folder, "images", "loss.png")).Picture is { } chart
                ? (chart.Width, chart.Height)
                : default);
    }
}
