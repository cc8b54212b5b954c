using System.Text.Json;
using System.Xml.Linq;
using ILGpuAutoencoders.Cli.Terminal;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models;
using ILGpuAutoencoders.Tests.Data.Pixels;
using ILGpuAutoencoders.Tests.Models.Reports;
using ILGpuAutoencoders.Tests.TestKit;

namespace ILGpuAutoencoders.Tests.Cli;

/// <summary>A quick tour that tests share.</summary>
public sealed class QuickTour : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public QuickTour() => Run = CliRun.Of("tour", "--quick", "--out", Folder, "--device", "cpu", "--json");

    internal string Folder => _folder["out"];

    internal CliRun Run { get; }

    internal JsonElement[] Parts => [.. Run.Json.GetProperty("parts").EnumerateArray()];

    public void Dispose() => _folder.Dispose();
}

public sealed class TourTests(QuickTour tour) : IClassFixture<QuickTour>, IDisposable
{
    private static readonly string[] s_sections =
    [
        "Part 1: the simplest autoencoders", "Part 2: convolutions", "Part 3: denoising", "Part 4: every improvement",
        "All parts side by side",
        "Anomalies: what is no such picture", "Compression: a picture in a few bytes", "Configuration",
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_quick_tour_visits_all_parts_and_tells_them_in_order()
    {
        Assert.True(tour.Run.ExitCode == ExitCodes.Ok, tour.Run.Error);
        Assert.Contains("[1/", tour.Run.Error, StringComparison.Ordinal);
        var parts = tour.Parts;
        Assert.Equal([1, 1, 2, 3, 3, 4], parts.Select(part => part.GetProperty("part").GetInt32()));
        Assert.Equal("end", tour.Run.Json.GetProperty("stopped_by").GetString());
        Assert.Equal(JsonValueKind.Number, parts[3].GetProperty("evaluation").GetProperty("psnr_input").ValueKind);
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
        var page = HtmlPageTests.Parse(html);
        Assert.Equal(s_sections, page.Descendants("h2").Select(heading => heading.Value));
        Assert.Equal(
            s_sections, report.Split('\n').Where(line => line.StartsWith("## ", StringComparison.Ordinal)).Select(line => line[3..]));
        Assert.Contains(("control", "PCA-24"), ChartSvgTests.Legend(ChartSvgTests.ByClass(page, "chart").First(
            chart => ChartSvgTests.Legend(chart).Contains(("c0", "mlp")))));
        var rows = page.Descendants("table").Single(table => table.Descendants("th").First().Value == "part").Descendants("tr").Skip(1);
        Assert.Equal(parts.Select(Title), rows.Select(row => row.Elements("td").ElementAt(1).Value));
        string[][] Keys(XElement table) => [.. table.Descendants("tr").Select(row => row.Elements().Select(cell => cell.Value).ToArray())];
        var configuration = page.Descendants("table").TakeLast(2).Select(Keys).ToList();
        Assert.Equal(["key", "mlp", "shallow", "conv", "denoising", "unet", "improved"], configuration[0][0]);
        Assert.Contains(
            configuration[0], row => row.SequenceEqual(["model", "mlp", "shallow", "conv", "denoising", "unet", "improved"]));
        Assert.All(configuration[0], row => Assert.NotEqual(1, row.Skip(1).Distinct().Count()));
        Assert.Contains(configuration[1], row => row.SequenceEqual(["latent", "24"]));
        Assert.All(
            parts, part => Assert.Contains($"| {part.GetProperty("part")} | {Title(part)} |", report, StringComparison.Ordinal));

        static string Title(JsonElement part) => part.GetProperty("title").GetString()!;
    }

    [Fact]
    public void What_was_trained_is_put_to_use()
    {
        var uses = tour.Run.Json.GetProperty("uses");
        var denoising = uses.GetProperty("denoising").EnumerateArray().ToList();
        Assert.Equal(["denoising", "unet"], denoising.Select(denoiser => denoiser.GetProperty("model").GetString()));
        Assert.All(denoising, denoiser => Assert.Equal(Denoiser.Levels, Levels(denoiser).Select(Strength)));
        // The strength of training is one of the levels: both ways of measuring it see the same pictures with other noise.
        var evaluation = tour.Parts[3].GetProperty("evaluation");
        var trained = Levels(denoising[0]).Single(level => Strength(level) == 0.2f);
        Assert.Equal(evaluation.GetProperty("images").GetInt32(), trained.GetProperty("images").GetInt32());
        Assert.Equal(Number(evaluation, "psnr_input"), Number(trained.GetProperty("input"), "psnr"), 0.6);
        Assert.Equal(Number(evaluation, "psnr"), Number(trained.GetProperty("model"), "psnr"), 0.6);

        var anomaly = uses.GetProperty("anomaly");
        var pictures = anomaly.GetProperty("pictures").EnumerateArray().ToList();
        double threshold = Number(anomaly, "threshold");
        Assert.Equal(
            evaluation.GetProperty("images").GetInt32(),
            pictures.Count(picture => picture.GetProperty("label").ValueKind == JsonValueKind.False));
        Assert.Equal(GeneratedOthers.Kinds, anomaly.GetProperty("kinds").EnumerateObject().Select(kind => kind.Name));
        Assert.Equal(AnomalyScores.Names, anomaly.GetProperty("scores").EnumerateObject().Select(score => score.Name));
        Assert.Equal(anomaly.GetProperty("flagged").GetInt32(), pictures.Count(picture => Number(picture, "score") > threshold));
        // It is stored: anomaly score can go on with the run.
        string conv = tour.Parts[2].GetProperty("run").GetString()!, face = _folder["face.png"];
        PixelCodec.SavePng(new Picture(32, 32, GeneratedFaces.Draw(5, 0, 32)), face);
        Assert.Equal(threshold, Number(CliRun.Of("anomaly", "score", conv, face, "--device", "cpu", "--json").Json, "threshold"));

        var rates = uses.GetProperty("compression").EnumerateArray().ToList();
        Assert.Equal(
            Enumerable.Range(2, (2 * Compressor.MaxBits) - 1).Select(i => i / 2.0), rates.Select(row => row.GetProperty("bits").GetDouble()));
        Assert.Equal(
            ExitCodes.Ok, CliRun.Of("compress", conv, face, "--out", _folder["iae"], "--bits", "3", "--device", "cpu").ExitCode);
        Assert.All(rates.Zip(rates.Skip(1)), pair => Assert.True(Number(pair.First, "bytes") < Number(pair.Second, "bytes")));
        Assert.All(rates, row => Assert.True(
            Number(row, "bytes") < Number(row, "jpeg_bytes") && Number(row, "jpeg_larger") == Number(row, "images")));

        static double Number(JsonElement element, string name) => element.GetProperty(name).GetDouble();
        static float Strength(JsonElement level) => level.GetProperty("noise_factor").GetSingle();
        static IEnumerable<JsonElement> Levels(JsonElement denoiser) => denoiser.GetProperty("levels").EnumerateArray();
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
            new TourOptions { Quick = true, Out = _folder["cut"], Device = "cpu" }, new CancelAfter(1, cancellation),
            cancellation.Token);
        Assert.Equal(StopReason.Interrupt, result.StoppedBy);
        Assert.Equal("mlp", Assert.Single(result.Parts).Model);
        Assert.Null(result.Uses.Anomaly);
        Assert.Empty(result.Uses.Compression);
        Assert.Contains("## Part 1", File.ReadAllText(_folder["cut/results.md"]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_with_something_in_it_exits_2()
    {
        File.WriteAllText(_folder["mine.txt"], "mine");

        Assert.Equal(ExitCodes.Usage, CliRun.Of("tour", "--quick", "--out", _folder.Root, "--device", "cpu").ExitCode);
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
