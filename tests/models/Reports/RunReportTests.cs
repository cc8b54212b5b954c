using System.Xml.Linq;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models;
using ILGpuAutoencoders.Models.Evaluation;
using ILGpuAutoencoders.Models.Inference;
using ILGpuAutoencoders.Tests.TestKit;

namespace ILGpuAutoencoders.Tests.Models.Reports;

/// <summary>A run on a folder of people with names that a page must escape.</summary>
public sealed class RunOfPeople : IDisposable
{
    internal const string Person = "Ada & 'Bob' &lt;b&gt; %41 #1";

    private readonly string _folder = Directory.CreateTempSubdirectory("report").FullName;

    public RunOfPeople()
    {
        int drawn = 0;
        foreach (var (part, count) in ((string, int)[])[("train", 24), ("val", 6), ("test", 5)])
        {
            string person = Path.Combine(_folder, "data", part, Person);
            Directory.CreateDirectory(person);
            for (int i = 0; i < count; i++)
            {
                PixelCodec.SavePng(new Picture(16, 16, GeneratedFaces.Draw(1, drawn++, 16)), Path.Combine(person, $"{i}.png"));
            }
        }

        Options = new TrainingOptions
        {
            Model = "shallow",
            Data = Path.Combine(_folder, "data"),
            ImageSize = 16,
            Latent = 3,
            BatchSize = 8,
            Epochs = 2,
            Device = "cpu",
            Threads = 1,
        };
        ReportedTraining.Run(Options, Run);
    }

    internal TrainingOptions Options { get; }

    internal string Run => Path.Combine(_folder, "run");

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}

public sealed class RunReportTests(RunOfPeople people) : IClassFixture<RunOfPeople>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("report").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Every_curve_has_the_line_of_the_control()
    {
        var control = Control();
        var charts = ChartSvgTests.ByClass(PageOf(people.Run), "chart").Take(3).ToList();
        foreach (var (chart, value) in charts.Zip([control.Mse, control.Psnr, control.Ssim!.Value]))
        {
            Assert.Equal(("control", "PCA-3"), ChartSvgTests.Legend(chart)[^1]);
            var line = ChartSvgTests.ByClass(chart, "control").Where(e => e.Name == "g").Elements("line").Single();
            double shown = ChartSvgTests.Upwards(chart)(line.Attribute("y1")!);
            Assert.Equal(value, shown, 0.002 * value);
        }
    }

    [Fact]
    public void The_plane_has_a_thumbnail_for_each_picture_and_names_it_below_the_data()
    {
        var chart = ChartSvgTests.ByClass(PageOf(people.Run), "chart").Last();
        Assert.Equal(
            Enumerable.Range(0, 5).Select(i => $"test/{RunOfPeople.Person}/{i}.png"),
            ChartSvgTests.ByClass(chart, "point").Select(point => point.Element("title")!.Value));
        Assert.Equal(5, chart.Descendants("use").Count());
        var sheet = PixelCodec.Decode(
            Convert.FromBase64String(chart.Descendants("image").Single().Attribute("href")!.Value.Split(',')[1])).Picture!;
        Assert.Equal((5 * 16, 16), (sheet.Width, sheet.Height));
    }

    [Fact]
    public void Errors_are_shown_in_red_below_reconstructions()
    {
        var image = PageOf(people.Run).Descendants("img").Last();
        var grid = PixelCodec.Decode(Convert.FromBase64String(image.Attribute("src")!.Value.Split(',')[1])).Picture!;
        (byte R, byte G, byte B) At(int x, int y) =>
            grid.Pixels.Slice(3 * ((y * grid.Width) + x), 3) is [var red, var green, var blue] ? (red, green, blue) : default;
        // The first picture of the last row, 96 pixels wide and high, with 4 pixels to its left and 18 below.
        var map = from y in Enumerable.Range(grid.Height - 18 - 96, 96) from x in Enumerable.Range(4, 96) select At(x, y);
        Assert.All(map, pixel => Assert.True(pixel.R >= pixel.G && pixel.G == pixel.B));
        // The worst pixel of the worst picture is full red.
        Assert.Contains((byte.MaxValue, byte.MinValue, byte.MinValue), map);
    }

    [Fact]
    public void The_layer_table_is_that_of_inspect()
    {
        var rows = RowsOf(PageOf(people.Run), "name");
        var summary = new ModelSummary(people.Options.Network.Build());
        Assert.Equal(
            [.. summary.Layers.Select(layer => $"{layer.Name}|{layer.Kind}|{layer.OutputShape}|{layer.Parameters:N0}|{layer.Flops:N0}"),
                $"all|||{summary.Parameters:N0}|{summary.FlopsPerImage:N0}"],
            rows.Select(row => string.Join('|', row)));
    }

    [Fact]
    public void The_machine_and_the_time_are_told()
    {
        var rows = RowsOf(PageOf(people.Run), "what");
        string Of(string key) => rows.Single(row => row[0] == key)[1];
        Assert.StartsWith("cpu (", Of("device"), StringComparison.Ordinal);
        Assert.Equal($"{Environment.ProcessorCount}", Of("logical processors"));
        Assert.Matches("^[0-9.]+ s for 2 epochs$", Of("training and validation"));
    }

    [Fact]
    public void The_page_of_a_run_is_the_same_byte_for_byte()
    {
        string report = Path.Combine(people.Run, RunFile.Report);
        byte[] before = File.ReadAllBytes(report);
        RunReport.Run(new ReportOptions { Run = people.Run, Device = "cpu" });
        Assert.Equal(before, File.ReadAllBytes(report));
    }

    [Fact]
    public void What_a_run_lacks_is_left_out()
    {
        string run = Copy();
        File.Delete(Path.Combine(run, RunFile.Environment));
        File.Delete(Path.Combine(run, RunFile.Metrics));
        Directory.Delete(Path.Combine(run, RunFile.Images), recursive: true);
        var page = Write(run);
        Assert.Equal(["Mean squared error by picture", "Latent vectors"], Titles(page));
        Assert.Empty(RowsOf(page, "what"));
    }

    [Fact]
    public void Values_that_are_missing_are_not_drawn()
    {
        string run = Copy();
        string metrics = Path.Combine(run, RunFile.Metrics);
        string header = File.ReadAllLines(metrics)[0];
        File.WriteAllText(metrics, $"{header}\n1,3,0.5,,,,,,0.001,,\n2,6,0.25,,,,,,0.001,,\n3,9,NaN,,,,,,0.001,,\n");
        var page = Write(run);
        Assert.Equal(["Loss", "Mean squared error by picture", "Latent vectors"], Titles(page));
        Assert.Equal([("c0", "train"), ("control", "PCA-3")], ChartSvgTests.Legend(page));
        Assert.Equal(2, ChartSvgTests.ByClass(page, "chart").First().Descendants("circle").Count());
        Assert.DoesNotContain(RowsOf(page, "what"), row => row[0] is "training and validation" or "images/s");
    }

    [Theory]
    [InlineData(
        """{"device":"<script>alert('1')</script>","processors":null,"system":["x"],"version":7}""",
        "device=<script>alert('1')</script>; version of ilgpu-ae=7; ")]
    [InlineData("""{"device":"\ud800"}""", "")]
    [InlineData("[1]", "")]
    [InlineData("{", "")]
    [InlineData("", "")]
    public void The_environment_is_taken_as_it_comes(string json, string expected)
    {
        string run = Copy();
        File.WriteAllText(Path.Combine(run, RunFile.Environment), json);
        var rows = RowsOf(Write(run), "what").Where(row => row[0] is not ("training and validation" or "images/s"));
        Assert.Equal(expected, string.Concat(rows.Select(row => $"{row[0]}={row[1]}; ")));
    }

    [Fact]
    public void A_run_without_val_and_with_equal_pictures_has_a_page_without_control()
    {
        string data = Path.Combine(_folder, "data"), run = Path.Combine(_folder, "run");
        foreach (var (part, count) in ((string, int)[])[("train", 2), ("test", 1)])
        {
            Directory.CreateDirectory(Path.Combine(data, part));
            for (int i = 0; i < count; i++)
            {
                PixelCodec.SavePng(new Picture(16, 16, GeneratedFaces.Draw(1, 0, 16)), Path.Combine(data, part, $"{i}.png"));
            }
        }

        ReportedTraining.Run(people.Options with { Data = data }, run);
        var page = PageOf(run);
        Assert.Equal(["Loss", "Mean squared error by picture"], Titles(page));
        Assert.Equal([("c0", "train")], ChartSvgTests.Legend(page));
    }

    private static string[] Titles(XElement page) => [.. ChartSvgTests.ByClass(page, "title").Select(title => title.Value)];

    private static XElement PageOf(string run) => HtmlPageTests.Parse(File.ReadAllText(Path.Combine(run, RunFile.Report)));

    private static XElement Write(string run)
    {
        RunReport.Run(new ReportOptions { Run = run, Device = "cpu" });
        return PageOf(run);
    }

    private static List<string[]> RowsOf(XElement page, string heading) =>
        [.. page.Descendants("table").Where(table => table.Descendants("th").First().Value == heading).SelectMany(
            table => table.Descendants("tr").Skip(1)).Select(row => row.Elements("td").Select(cell => cell.Value).ToArray())];

    private string Copy()
    {
        string run = Path.Combine(_folder, "run");
        TinyTraining.Copy(people.Run, run);
        return run;
    }

    private ILGpuAutoencoders.Models.Basics.PictureScore Control()
    {
        using var device = ObservedDevice.Open(new ReportOptions { Run = people.Run, Device = "cpu" }, null);
        using var run = TrainedRun.Open(people.Run, device);
        var pictures = ILGpuAutoencoders.Models.Runs.RunPictures.Open(run.Options, run.SplitJson);
        var pca = RunControl.Of(run, () => pictures.Get(DatasetSplit.Train, null, default), null, default)!;
        return PictureEvaluation.Run(
            PictureEvaluation.BatchesOf(pictures.Get(DatasetSplit.Val, null, default), run.Options), 16, pca, default).Mean;
    }
}
