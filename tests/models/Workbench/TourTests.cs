using System.Xml.Linq;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models;
using ILGpuAutoencoders.Tests.Data.Pixels;
using ILGpuAutoencoders.Tests.TestKit;

namespace ILGpuAutoencoders.Tests.Models.Workbench;

/// <summary>A quick tour that tests share.</summary>
public sealed class QuickTour : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tour").FullName;

    public QuickTour() => Result = Tour.Run(new TourOptions { Quick = true, Out = Folder, Device = "cpu" });

    internal string Folder => Path.Combine(_folder, "out");

    internal TourResult Result { get; }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}

public sealed class TourTests(QuickTour tour) : IClassFixture<QuickTour>, IDisposable
{
    private static readonly string[] s_sections =
    [
        "Part 1: the simplest autoencoders", "Part 2: convolutions", "Part 3: denoising", "Part 4: every improvement",
        "All parts side by side",
        "Anomalies: what is no such picture", "Compression: a picture in a few bytes", "Configuration",
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("tour").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_quick_tour_visits_all_parts_and_tells_them_in_order()
    {
        var result = tour.Result;
        Assert.Equal([1, 1, 2, 3, 3, 4], result.Parts.Select(part => part.Part));
        Assert.Equal((StopReason.End, "improved"), (result.StoppedBy, result.Parts[5].Model));
        Assert.NotNull(result.Parts[3].Evaluation.PsnrInput);
        foreach (string image in (string[])["overview", "reconstructions", "denoising", "psnr", "errors", "best", "worst", "latents",
            "anomalies", "compression", "rate"])
        {
            Assert.True(File.Exists(Path.Combine(tour.Folder, "images", image + ".png")), image);
        }

        var overview = PixelCodec.DecodeFile(Path.Combine(tour.Folder, "images", "overview.png")).Picture!;
        string[] captions = ["pictures that no network has seen", "PCA-24, the control: mean", "with noise of deviation 0.02"];
        Assert.Equal(captions, PictureText.Order(overview, captions));
        Assert.Equal(4 + (12 * 100), overview.Width);

        string html = File.ReadAllText(Path.Combine(tour.Folder, RunFile.Report)),
        report = File.ReadAllText(Path.Combine(tour.Folder, "results.md"));
        Assert.InRange(html.Length, 10_000, 3_000_000);
        var page = Reports.HtmlPageTests.Parse(html);
        Assert.Equal(s_sections, page.Descendants("h2").Select(heading => heading.Value));
        Assert.Equal(
            s_sections, report.Split('\n').Where(line => line.StartsWith("## ", StringComparison.Ordinal)).Select(line => line[3..]));
        Assert.Contains(("control", "PCA-24"), Reports.ChartSvgTests.Legend(Reports.ChartSvgTests.ByClass(page, "chart").First(
            chart => Reports.ChartSvgTests.Legend(chart).Contains(("c0", "mlp")))));
        var parts = page.Descendants("table").Single(table => table.Descendants("th").First().Value == "part").Descendants("tr").Skip(1);
        Assert.Equal(result.Parts.Select(part => part.Title), parts.Select(row => row.Elements("td").ElementAt(1).Value));
        string[][] Keys(XElement table) => [.. table.Descendants("tr").Select(row => row.Elements().Select(cell => cell.Value).ToArray())];
        var configuration = page.Descendants("table").TakeLast(2).Select(Keys).ToList();
        Assert.Equal(["key", "mlp", "shallow", "conv", "denoising", "unet", "improved"], configuration[0][0]);
        Assert.Contains(
            configuration[0], row => row.SequenceEqual(["model", "mlp", "shallow", "conv", "denoising", "unet", "improved"]));
        Assert.All(configuration[0], row => Assert.NotEqual(1, row.Skip(1).Distinct().Count()));
        Assert.Contains(configuration[1], row => row.SequenceEqual(["latent", "24"]));
        Assert.All(result.Parts, part => Assert.Contains($"| {part.Part} | {part.Title} |", report, StringComparison.Ordinal));
        Assert.Throws<ConfigurationException>(() => Tour.Run(new TourOptions { Quick = true, Out = tour.Folder }));
    }

    [Fact]
    public void What_was_trained_is_put_to_use()
    {
        var uses = tour.Result.Uses;
        Assert.Equal(["denoising", "unet"], uses.Denoising.Select(denoiser => denoiser.Model));
        Assert.All(uses.Denoising, denoiser => Assert.Equal(Denoiser.Levels, denoiser.Levels.Select(level => level.NoiseFactor)));
        // The strength of training is one of the levels: both ways of measuring it see the same pictures with other noise.
        var evaluation = tour.Result.Parts[3].Evaluation;
        var trained = uses.Denoising[0].Levels.Single(level => level.NoiseFactor == 0.2f);
        Assert.Equal(evaluation.Images, trained.Images);
        Assert.Equal(evaluation.PsnrInput!.Value, trained.Input.Psnr, 0.6);
        Assert.Equal(evaluation.Psnr, trained.Model.Psnr, 0.6);

        var anomaly = uses.Anomaly!;
        Assert.Equal(evaluation.Images, anomaly.Pictures.Count(picture => picture.Label == false));
        Assert.Equal(GeneratedOthers.Kinds, anomaly.Kinds!.Keys);
        Assert.Equal(AnomalyScores.Names, anomaly.Scores!.Keys);
        Assert.Equal(anomaly.Flagged, anomaly.Pictures.Count(picture => picture.Score > anomaly.Threshold));
        // It is stored: anomaly score can go on with the run.
        string face = Path.Combine(_folder, "face.png");
        PixelCodec.SavePng(new Picture(32, 32, GeneratedFaces.Draw(5, 0, 32)), face);
        Assert.Equal(anomaly.Threshold,
            AnomalyDetector.Score(new AnomalyScoreOptions { Run = tour.Result.Parts[2].Run, Inputs = [face], Device = "cpu" }).Threshold);

        Assert.Equal(Enumerable.Range(1, Compressor.MaxBits), uses.Compression.Select(row => row.Bits));
        Assert.Single(
            Compressor.Compress(
                new CompressOptions { Run = tour.Result.Parts[2].Run, Inputs = [face], Out = _folder, Bits = 3, Device = "cpu" }).Pictures);
        Assert.All(uses.Compression.Zip(uses.Compression.Skip(1)), pair => Assert.True(pair.First.Bytes < pair.Second.Bytes));
        Assert.All(uses.Compression, row => Assert.True(row.Bytes < row.JpegBytes && row.JpegLarger == row.Images));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_page_fits_desktop_and_telephone_in_light_and_dark(bool isDark)
    {
        Assert.SkipWhen(Chromium.Program is null, Chromium.Missing);
        foreach (var layout in await Chromium.LayOut(Path.Combine(tour.Folder, RunFile.Report), isDark))
        {
            Assert.Equal(s_sections, layout.GetProperty("headings").EnumerateArray().Select(heading => heading.GetString()));
        }
    }

    [Fact]
    public void An_interrupted_tour_reports_what_is_done()
    {
        using var cancellation = new CancellationTokenSource();
        var result = Tour.Run(
            new TourOptions { Quick = true, Out = Path.Combine(_folder, "cut"), Device = "cpu" }, new CancelAfter(1, cancellation),
            cancellation.Token);
        Assert.Equal(StopReason.Interrupt, result.StoppedBy);
        Assert.Equal("mlp", Assert.Single(result.Parts).Model);
        Assert.Null(result.Uses.Anomaly);
        Assert.Empty(result.Uses.Compression);
        Assert.Contains("## Part 1", File.ReadAllText(Path.Combine(_folder, "cut", "results.md")), StringComparison.Ordinal);
    }

    private sealed class CancelAfter(int parts, CancellationTokenSource source) : ITourObserver
    {
        private int _ended;

        public void PartEnded(TourPart part)
        {
            if (++_ended == parts)
            {
                source.Cancel();
            }
        }
    }
}
