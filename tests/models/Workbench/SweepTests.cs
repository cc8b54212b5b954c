using System.Globalization;
using System.Text.Json;
using ILGpuAutoencoders.Models;
using ILGpuAutoencoders.Models.Workbench.Sweeps;
using ILGpuAutoencoders.Tests.Models.Reports;
using ILGpuAutoencoders.Tests.TestKit;

namespace ILGpuAutoencoders.Tests.Models.Workbench;

public sealed class SweepTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sweep").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void One_table_has_a_row_for_each_latent_size_and_loss()
    {
        var result = Sweep.Run(Options() with { Latents = [2, 4], Losses = [Loss.Mse, Loss.Mae], Seeds = [1, 2] });

        Assert.Equal([(2, "mse"), (2, "mae"), (4, "mse"), (4, "mae")], result.Rows.Select(row => (row.Latent, row.Loss)));
        var row = result.Rows[3];
        double[] psnr =
            [.. new[] { 1, 2 }.Select(
                seed => Evaluator.Run(new EvaluationOptions { Run = Run($"conv-4-mae-{seed}"), Device = "cpu", Pca = false }).Psnr)];
        Assert.Equal(2, row.Seeds);
        Assert.Equal((psnr[0] + psnr[1]) / 2, row.Psnr.Mean, 12);
        Assert.Equal(Math.Abs(psnr[0] - psnr[1]) / Math.Sqrt(2), row.Psnr.Deviation!.Value, 12);
        Assert.NotEqual(0, row.Psnr.Deviation);
        Assert.Equal(new FileInfo(Path.Combine(Run("conv-4-mae-1"), RunFile.Best)).Length, row.Bytes);
        Assert.True(row.ImagesPerSecond.Mean > 0);
        // The split of drawn faces does not hang on the seed, so neither does the control.
        Assert.Equal(Evaluator.Run(new EvaluationOptions { Run = Run("conv-4-mae-1"), Device = "cpu" }).Pca!.Psnr, row.PcaPsnr.Mean, 12);
        Assert.Equal(0, row.PcaPsnr.Deviation);

        string[] csv = File.ReadAllLines(Path.Combine(_folder, "sweep.csv"));
        Assert.Equal(5, csv.Length);
        Assert.Equal(
            row.Psnr.Mean, double.Parse(csv[4].Split(',')[Array.IndexOf(csv[0].Split(','), "psnr")], CultureInfo.InvariantCulture));
        Assert.Equal(
            4, JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder, "sweep.json"))).RootElement.GetProperty("rows").GetArrayLength());
        string mean = row.Psnr.Mean.ToString("0.00", CultureInfo.InvariantCulture),
        deviation = row.Psnr.Deviation.Value.ToString("0.00", CultureInfo.InvariantCulture);
        Assert.Contains(
            $"| 4 | mae | {mean} ± {deviation} |", File.ReadAllText(Path.Combine(_folder, "sweep.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void Any_option_can_be_swept_and_resumed()
    {
        var options = Options() with { Further = [new("lr", ["0.001", "0.0003"]), new("batch-size", ["9", "18"])] };
        var result = Sweep.Run(options);

        Assert.Equal(
            [("0.001", "9"), ("0.001", "18"), ("0.0003", "9"), ("0.0003", "18")],
            result.Rows.Select(row => (row.Options["lr"], row.Options["batch-size"])));
        Assert.Equal(4, result.Rows.Select(row => row.Psnr.Mean).Distinct().Count());
        var config = TrainingConfig.Read(Path.Combine(Run("conv-2-mse-1-lr-0.0003-batch-size-9"), RunFile.Config));
        Assert.Equal((3e-4, 9), (config.LearningRate, config.BatchSize));
        Assert.StartsWith(
            "| latent | loss | lr | batch-size | PSNR, dB |",
            File.ReadAllText(Path.Combine(_folder, "sweep.md")), StringComparison.Ordinal);
        string[] csv = File.ReadAllLines(Path.Combine(_folder, "sweep.csv"));
        Assert.EndsWith(",lr,batch_size", csv[0], StringComparison.Ordinal);
        Assert.EndsWith(",0.0003,18", csv[4], StringComparison.Ordinal);
        var watch = new StartedRuns();
        Assert.Equal(result.Rows.Select(row => row.Psnr), Sweep.Run(options, watch).Rows.Select(row => row.Psnr));
        Assert.Empty(watch.Names);
        Assert.Throws<ConfigurationException>(() => Sweep.Run(options with { Further = [new("speed", ["1"])] }));
    }

    [Fact]
    public void Deviations_are_of_a_sample()
    {
        Assert.Equal(new Spread(2.5, Math.Sqrt(5 / 3.0)), Spread.Of([1, 2, 3, 4]));
        Assert.Equal(new Spread(7, null), Spread.Of([7]));
        Assert.Equal("2.50 ± 1.29", SweepReport.Text(Spread.Of([1, 2, 3, 4]), "0.00"));
        Assert.Equal("7.0", SweepReport.Text(Spread.Of([7]), "0.0"));
        Assert.Equal("-", SweepReport.Text(Spread.Of([double.NaN, 1]), "0.0"));
    }

    [Fact]
    public async Task The_report_has_error_bars_a_link_to_each_run_and_a_look_at_the_best()
    {
        // Characters that an address must escape.
        var result = Sweep.Run(Options() with
        {
            Latents = [2, 4],
            Seeds = [1, 2],
            Losses = [Loss.MaeSsim],
            Out = Path.Combine(_folder, "50% & more #1"),
        });

        var page = HtmlPageTests.Parse(File.ReadAllText(Path.Combine(result.Out, RunFile.Report)));
        string[] headings = [.. page.Descendants("h2").Select(heading => heading.Value)];
        Assert.Equal(["Results", "Runs", "Curves", "Configuration"],
            headings.Where(heading => !heading.StartsWith("The best run: conv-", StringComparison.Ordinal)));
        Assert.Equal(5, headings.Length);
        var rows = page.Descendants("table").First().Descendants("tr").Select(row => row.Elements().Select(cell => cell.Value).ToArray());
        Assert.Equal(["latent", "loss", "PSNR, dB", "SSIM", "PCA, dB"], rows.First()[..5]);
        string Cell(Spread spread, string format) =>
            string.Format(CultureInfo.InvariantCulture, $"{{0:{format}}} ± {{1:{format}}}", spread.Mean, spread.Deviation);
        Assert.Equal(
            result.Rows.Select(row => (string[])[
                $"{row.Latent}", "mae+ssim", Cell(row.Psnr, "0.00"), Cell(row.Ssim, "0.0000"), Cell(row.PcaPsnr, "0.00")]),
            rows.Skip(1).Select(row => row[..5]));

        var charts = ChartSvgTests.ByClass(page, "chart").ToList();
        Assert.Equal([("c0", "mae+ssim"), ("control", "PCA")], ChartSvgTests.Legend(charts[0]));
        var value = ChartSvgTests.Upwards(charts[0]);
        var bars = ChartSvgTests.ByClass(charts[0], "error").Select(
            bar => (High: value(bar.Attribute("y1")!), Low: value(bar.Attribute("y2")!))).ToList();
        Assert.Equal(4, bars.Count);
        foreach (var (spread, bar) in result.Rows.Select(row => row.Psnr).Concat(result.Rows.Select(row => row.PcaPsnr)).Zip(bars))
        {
            Assert.Equal(spread.Mean + spread.Deviation!.Value, bar.High, 0.01);
            Assert.Equal(spread.Mean - spread.Deviation.Value, bar.Low, 0.01);
        }

        Assert.Equal(
            [("c0", "2 mae+ssim"), ("c1", "4 mae+ssim"), ("control", "PCA-2"), ("control", "PCA-4")], ChartSvgTests.Legend(charts[1]));
        var links = page.Descendants("a").ToList();
        string[] names = ["conv-2-mae+ssim-1", "conv-2-mae+ssim-2", "conv-4-mae+ssim-1", "conv-4-mae+ssim-2"];
        Assert.Equal(names.SelectMany(name => (string[])[name, "folder"]), links.Select(link => link.Value));
        string[] paths = [.. links.Select(
            link => Path.Combine([result.Out, .. link.Attribute("href")!.Value.Split('/').Select(Uri.UnescapeDataString)]))];
        Assert.Equal(
            names.SelectMany(name => (string[])[Path.Combine(result.Out, name, RunFile.Report), Path.Combine(result.Out, name, "")]),
            paths);
        Assert.All(paths, path => Assert.True(Path.Exists(path), path));
        Assert.SkipWhen(Chromium.Program is null, Chromium.Missing);
        await Chromium.LayOut(Path.Combine(result.Out, RunFile.Report), isDark: false);
    }

    [Fact]
    public void A_stopped_sweep_goes_on_and_ends_as_one_that_never_was()
    {
        var options = Options() with { Seeds = [1, 2] };
        var whole = Sweep.Run(options with { Out = Path.Combine(_folder, "whole") });
        string stopped = Path.Combine(_folder, "stopped"), first = Path.Combine(stopped, "conv-2-mse-1", RunFile.Last),
        second = Path.Combine(stopped, "conv-2-mse-2", RunFile.Last);
        using var stop = new CancellationTokenSource();

        Assert.Throws<OperationCanceledException>(
            () => Sweep.Run(options with { Out = stopped }, new StopInEpoch(stop, first), stop.Token));
        Assert.False(File.Exists(Path.Combine(stopped, "sweep.md")));
        var watch = new StartedRuns();
        var result = Sweep.Run(options with { Out = stopped }, watch);

        Assert.Equal(File.ReadAllBytes(Path.Combine(_folder, "whole", "conv-2-mse-2", RunFile.Last)), File.ReadAllBytes(second));
        Assert.Equal(["conv-2-mse-2"], watch.Names);
        Assert.Equal(whole.Rows[0].Psnr, result.Rows[0].Psnr);
    }

    [Fact]
    public void A_folder_of_other_options_is_refused()
    {
        var options = Options();
        Sweep.Run(options);

        var error = Assert.Throws<ConfigurationException>(
            () => Sweep.Run(options with { Training = options.Training with { Epochs = 5 } }));

        Assert.StartsWith("epochs:", error.Message, StringComparison.Ordinal);
        Assert.Throws<ConfigurationException>(() => Sweep.Run(options with { Seeds = [] }));
    }

    private string Run(string name) => Path.Combine(_folder, name);

    private SweepOptions Options() => new()
    {
        Training = new TrainingOptions { Model = "conv", Data = "faces:40", ImageSize = 16, BatchSize = 18, Epochs = 2, Device = "cpu" },
        Latents = [2],
        Losses = [Loss.Mse],
        Seeds = [1],
        Out = _folder,
    };

    private sealed class StartedRuns : ITrainingObserver
    {
        internal List<string> Names { get; } = [];

        public void Started(TrainingStart start) => Names.Add(Path.GetFileName(start.Run));
    }

    /// <summary>Stops within the run after the one whose checkpoint is there.</summary>
    private sealed class StopInEpoch(CancellationTokenSource stop, string before) : ITrainingObserver
    {
        private int _runs;

        public void Started(TrainingStart start) => _runs++;

        public void Stepped(in TrainingStep step)
        {
            if (_runs == 2 && step.Epoch == 2)
            {
                Assert.True(File.Exists(before));
                stop.Cancel();
            }
        }
    }
}
