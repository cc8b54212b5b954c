using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Tests.Models.Tasks;

public sealed class TourTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tour").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void TheQuickTourVisitsAllPartsAndReportsThem()
    {
        string folder = Path.Combine(_folder, "out");
        var result = Tour.Run(new TourOptions { Quick = true, Out = folder, Device = "cpu" });
        Assert.Equal([1, 1, 2, 3, 4, 4], result.Parts.Select(part => part.Part));
        Assert.Equal(("end", "improved"), (result.StoppedBy, result.Parts[5].Model));
        Assert.NotNull(result.Parts[3].Evaluation.PsnrInput);
        foreach (string image in (string[])["reconstructions.png", "denoising.png", "psnr.png", "mse.png"])
        {
            Assert.True(File.Exists(Path.Combine(folder, "images", image)), image);
        }

        var page = Reports.HtmlPageTests.Parse(File.ReadAllText(Path.Combine(folder, "report.html")));
        Assert.Equal(["The story", "Results", "Reconstructions", "Denoising", "How they learnt"], page.Descendants("h2").Select(heading => heading.Value));
        Assert.Equal(result.Parts.Select(part => part.Title), page.Descendants("tr").Skip(1).Select(row => row.Elements("td").ElementAt(1).Value));
        string report = File.ReadAllText(Path.Combine(folder, "results.md"));
        Assert.All(result.Parts, part => Assert.Contains($"| {part.Part} | {part.Title} |", report, StringComparison.Ordinal));
        Assert.Throws<ConfigurationException>(() => Tour.Run(new TourOptions { Quick = true, Out = folder }));
    }

    [Fact]
    public void AnInterruptedTourReportsWhatIsDone()
    {
        using var cancellation = new CancellationTokenSource();
        var result = Tour.Run(new TourOptions { Quick = true, Out = Path.Combine(_folder, "cut"), Device = "cpu" }, new CancelAfter(1, cancellation), cancellation.Token);
        Assert.Equal("interrupt", result.StoppedBy);
        Assert.Equal("shallow", Assert.Single(result.Parts).Model);
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
