using System.Globalization;
using ILGpuAutoencoders.Cli.Rendering;
using ILGpuAutoencoders.Cli.Terminal;
using ILGpuAutoencoders.Tests.TestKit;

namespace ILGpuAutoencoders.Tests.Cli;

/// <summary>The answer comes first; of many pictures the five worst follow, with paths below the folder that all share.</summary>
public sealed class PictureListTests : IDisposable
{
    private static readonly string[] s_cpu = ["--device", "cpu", "--quiet"];

    private readonly TemporaryFolder _folder = new();

    public PictureListTests()
    {
        TinyTraining.Run(_folder["run"], epochs: 1);
        Assert.Equal(
            ExitCodes.Ok, CliRun.Of("data", "faces", "--kind", "others", "--count", "7", "--image-size", "16", "--out", In).ExitCode);
    }

    private string In => _folder["in"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Reconstructions_are_summed_up_then_the_worst_five_are_listed()
    {
        string csv = _folder["all.csv"];
        string[] lines = Lines("reconstruct", _folder["run"], In, "--out", _folder["a"], "--csv", csv);

        Assert.StartsWith($"{_folder["a"]} holds 7 pictures: MSE 0.", lines[0], StringComparison.Ordinal);
        Assert.Equal($"largest errors, of pictures in {In}:", lines[1]);
        Assert.Matches(@"^MSE\s+PSNR\s+output\s+picture$", lines[2]);
        Assert.Equal("2 more pictures: --all lists them, --csv FILE writes them.", lines[^1]);
        string[] rows = lines[4..^1];
        Assert.Equal(5, rows.Length);
        double[] errors = [.. rows.Select(row => double.Parse(row.Split("  ")[0], CultureInfo.InvariantCulture))];
        Assert.Equal(errors.OrderDescending(), errors);
        Assert.All(rows, row => Assert.DoesNotContain(_folder.Root, row, StringComparison.Ordinal));

        string[] cells = File.ReadAllLines(csv);
        Assert.Equal("file,mse,psnr,output", cells[0]);
        Assert.Equal(
            Directory.GetFiles(In, "*.png", SearchOption.AllDirectories).Order(StringComparer.Ordinal),
            cells.Skip(1).Select(row => row.Split(',')[0]).Order(StringComparer.Ordinal));
        Assert.Equal(7 + 4, Lines("reconstruct", _folder["run"], In, "--out", _folder["b"], "--all").Length);
        Assert.Equal(ExitCodes.Usage, CliRun.Of(["reconstruct", _folder["run"], In, "--out", _folder["c"], "--csv", csv]).ExitCode);
        Assert.False(Directory.Exists(_folder["c"]));
    }

    [Fact]
    public void One_picture_is_not_pictures()
    {
        string picture = Directory.GetFiles(In, "*.png", SearchOption.AllDirectories)[0], pixels = _folder["one.u8"];

        Assert.Contains(
            " holds 1 picture: ", Lines("reconstruct", _folder["run"], picture, "--out", _folder["d"])[0], StringComparison.Ordinal);
        Assert.Equal(
            [$"{pixels} holds 1 picture of 16 x 16 x 3 bytes."],
            Lines("data", "pixels", "--data", "faces:20", "--split", "test", "--image-size", "16", "--out", pixels));
    }

    [Theory]
    [InlineData("a/b", "a/b/c.png", "a/b/d/e.png")]
    [InlineData("a", "a/b/c.png", "a/bc/e.png")]
    [InlineData("", "a/c.png", "b/c.png")]
    [InlineData("", "c.png", "a/c.png")]
    [InlineData("/a", "/a/b.png", "/a/c.png")]
    public void The_shared_folder_is_the_innermost(string folder, params string[] files)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Folders are separated otherwise there.");
        Assert.Equal(folder, SharedFolder.Of(files));
        Assert.All(files, file => Assert.Equal(file, Path.Combine(folder, SharedFolder.Below(folder, file))));
    }

    private static string[] Lines(params string[] line)
    {
        var run = CliRun.Of([.. line, .. line[0] == "data" ? (string[])[] : s_cpu]);
        Assert.True(run.ExitCode == ExitCodes.Ok, run.Error);
        return run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
