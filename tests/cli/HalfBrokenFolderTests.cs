using ILGpuAutoencoders.Cli.Terminal;
using ILGpuAutoencoders.Data.Pixels;

namespace ILGpuAutoencoders.Tests.Cli;

/// <summary>A folder in which half the files are no pictures gives results for the rest, and a count.</summary>
public sealed class HalfBrokenFolderTests : IClassFixture<TinyRun>, IDisposable
{
    private readonly TinyRun _tiny;
    private readonly TemporaryFolder _folder = new();

    public HalfBrokenFolderTests(TinyRun tiny)
    {
        _tiny = tiny;
        CliRun.Of("data", "faces", "--out", _folder["faces"], "--count", "5", "--image-size", "16");
        foreach (string file in Directory.GetFiles(_folder["faces/train"]))
        {
            byte[] bytes = File.ReadAllBytes(file);
            File.WriteAllBytes(Path.ChangeExtension(file, ".cut.png"), bytes[..(bytes.Length / 2)]);
        }

        var calibration = CliRun.Of("anomaly", "calibrate", tiny.Run, "--data", "faces:600", "--device", "cpu");
        Assert.True(calibration.ExitCode == ExitCodes.Ok, calibration.Error);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("reconstruct", "--out", "out")]
    [InlineData("denoise", "--out", "out")]
    [InlineData("embed", "--out", "z.npy")]
    [InlineData("compress", "--out", "out")]
    [InlineData("anomaly score", "--out", "scores.csv")]
    public void The_rest_is_done_and_the_broken_ones_are_named_and_counted(string command, string option, string output)
    {
        var run = CliRun.Of(
            [.. command.Split(' '), _tiny.Run, _folder["faces/train"], option, _folder[output], "--device", "cpu", "--json"]);

        Assert.True(run.ExitCode == ExitCodes.Ok, run.Error);
        Assert.Contains("Skipped 3 of 6 pictures.", run.Error, StringComparison.Ordinal);
        Assert.Equal(3, run.Json.GetProperty("bad").GetArrayLength());
        Assert.Contains(".cut.png", run.Json.GetProperty("bad")[0].GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("reconstruct", "--out", "out")]
    [InlineData("denoise", "--out", "out")]
    [InlineData("embed", "--out", "z.npy")]
    [InlineData("compress", "--out", "out")]
    [InlineData("anomaly score", "--overlay", "out")]
    public void One_of_the_wrong_kind_alone_exits_3_says_why_and_leaves_nothing(string command, string option, string output)
    {
        File.WriteAllText(_folder["words.png"], "no picture");
        var run = CliRun.Of([.. command.Split(' '), _tiny.Run, _folder["words.png"], option, _folder[output], "--device", "cpu"]);

        Assert.Equal(ExitCodes.Data, run.ExitCode);
        Assert.EndsWith(
            $"ilgpu-ae: This picture cannot be used: {_folder["words.png"]}: not a {PictureFormat.Names} file; name another.\n",
            run.Error.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.False(Path.Exists(_folder[output]));
    }
}
