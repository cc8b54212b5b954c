using ILGpuAutoencoders.Cli.Terminal;
using ILGpuAutoencoders.Tests.Models.Reports;
using ILGpuAutoencoders.Tests.TestKit;

namespace ILGpuAutoencoders.Tests.Cli;

public sealed class ReportTests(TinyRun tiny, TinyUNet unet) : IClassFixture<TinyRun>, IClassFixture<TinyUNet>, IDisposable
{
    private const int MostBytes = 3_000_000;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Training_leaves_a_page_with_everything_in_it()
    {
        string html = File.ReadAllText(Path.Combine(tiny.Run, "report.html"));
        Assert.InRange(html.Length, 10_000, MostBytes);
        var page = HtmlPageTests.Parse(html);
        Assert.Equal(
            ["Results", "Curves", "Epoch by epoch", "Errors", "Latent space", "Network", "Machine and time", "Configuration"],
            page.Descendants("h2").Select(heading => heading.Value));
        Assert.Equal(["Loss", "PSNR on val", "SSIM on val", "Mean squared error by picture", "Latent vectors"],
            ChartSvgTests.ByClass(page, "chart").Select(chart => chart.Element("svg")!.Attribute("aria-label")!.Value));
        // Two epochs, the best and the worst.
        Assert.Equal(4, page.Descendants("img").Count());
        Assert.Contains(page.Descendants("tr"), row => string.Concat(row.Elements("td").Select(cell => cell.Value + " ")) == "latent 8 ");
    }

    [Fact]
    public void The_linear_control_stands_below_the_model_and_is_that_of_evaluate()
    {
        string[][] rows =
            [.. HtmlPageTests.Parse(File.ReadAllText(Path.Combine(tiny.Run, "report.html"))).Descendants("table").First().Descendants("tr")
                .Skip(1)
            .Select(row => row.Elements("td").Select(cell => cell.Value).ToArray())];
        var evaluation = CliRun.Of("evaluate", tiny.Run, "--device", "cpu", "--json").Json;
        Assert.Equal(["reconstruction", "PCA-8"], rows.Select(row => row[0]));
        string Psnr(System.Text.Json.JsonElement of) =>
            of.GetProperty("psnr").GetDouble().ToString("0.00", System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal([Psnr(evaluation), Psnr(evaluation.GetProperty("pca"))], rows.Select(row => row[3]));
    }

    [Fact]
    public async Task The_page_fits_desktop_and_telephone()
    {
        Assert.SkipWhen(Chromium.Program is null, Chromium.Missing);
        await Chromium.LayOut(Path.Combine(tiny.Run, "report.html"), isDark: false);
    }

    [Fact]
    public void The_page_is_written_again_on_request_and_the_same()
    {
        string path = Path.Combine(tiny.Run, "report.html");
        string before = File.ReadAllText(path);
        File.WriteAllText(path, "lost");
        var run = CliRun.Of("report", tiny.Run, "--device", "cpu", "--json");
        Assert.True(run.ExitCode == ExitCodes.Ok, run.Error);
        Assert.Equal(["run", "out", "images", "bytes", "score"], run.Json.EnumerateObject().Select(property => property.Name));
        Assert.Equal(before, File.ReadAllText(path));
    }

    [Fact]
    public void A_model_without_latent_vectors_has_no_such_section_and_shows_its_inputs()
    {
        var page = HtmlPageTests.Parse(File.ReadAllText(Path.Combine(unet.Run, "report.html")));
        Assert.DoesNotContain(page.Descendants("h2"), heading => heading.Value == "Latent space");
        Assert.Contains(page.Descendants("td"), cell => cell.Value == "noisy input");
        Assert.DoesNotContain(page.Descendants("td"), cell => cell.Value.StartsWith("PCA", StringComparison.Ordinal));
        Assert.DoesNotContain(page.Descendants("li"), item => item.Value.StartsWith("PCA", StringComparison.Ordinal));
    }

    [Fact]
    public void A_missing_run_exits_4() =>
        Assert.Equal(ExitCodes.Checkpoint, CliRun.Of("report", _folder["none"], "--device", "cpu").ExitCode);
}
