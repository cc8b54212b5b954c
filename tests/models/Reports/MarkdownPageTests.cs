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
        page.Chart(Chart.OfCurves("Loss", "loss", [new("train", [2, null, 1], [0.5, null, 0.1])], new Level("PCA", 1)), "A chart.", "loss");
        page.Chart(Chart.OfHistogram("Errors", "MSE", [1, 2, 2]), "Another.", "errors");
        page.Chart(Chart.OfDots("Latents", [new(1, 2, "one", new Picture(1, 1, [1, 2, 3]))]), "Another.", "latents");
        page.Chart(
            Chart.OfLines("PSNR", "latent size", "dB", [new("PCA", [new(2, 20, 1), new(3, 24)], IsControl: true)]) with
            {
                Ticks = [(2, "4"), (3, "8")],
            }, "Another.", "psnr");

        string text = page.ToString();
        Assert.StartsWith("# Title\n\n## Part\n\n| a | b |\n| --- | --- |\n| x\\|y | 2 |\n", text, StringComparison.Ordinal);
        Assert.Contains("![tiny](images/tiny.png)\n\nA picture.\n", text, StringComparison.Ordinal);
        Assert.Equal([1, 2, 3, 4, 5, 6], PixelCodec.DecodeFile(Path.Combine(_folder, "images", "tiny.png")).Picture!.Pixels.ToArray());
        foreach (string name in (string[])["loss", "errors", "latents", "psnr"])
        {
            var chart = PixelCodec.DecodeFile(Path.Combine(_folder, "images", $"{name}.png")).Picture!;
            Assert.Equal((900, 420), (chart.Width, chart.Height));
        }
    }
}
