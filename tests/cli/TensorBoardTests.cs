using System.Globalization;
using ILGpuAutoencoders.Cli.Terminal;
using ILGpuAutoencoders.Models;
using ILGpuAutoencoders.Models.TensorBoard;
using ILGpuAutoencoders.Tests.Models.TensorBoard;

namespace ILGpuAutoencoders.Tests.Cli;

public sealed class TensorBoardTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_run_says_to_TensorBoard_what_its_own_files_say_and_resuming_repeats_no_step()
    {
        string whole = _folder["whole"], parted = _folder["parted"];
        Train("train", "conv", "--out", whole, "--epochs", "3");
        Train("train", "conv", "--out", parted, "--epochs", "2");
        // As a kill leaves it: steps of an epoch that the state does not know.
        using (var events = new EventFile(Path.Combine(parted, RunFile.TensorBoard), long.MaxValue))
        {
            events.Scalar(9, "batch/loss", 123);
        }

        var resumed = CliRun.Of("train", "--resume", parted, "--epochs", "3", "--quiet");
        Assert.True(resumed.ExitCode == ExitCodes.Ok, resumed.Error);

        var values = EventReader.Read(Path.Combine(parted, RunFile.TensorBoard)).Values;
        Assert.Equal(values.Count, values.Select(value => (value.Step, value.Tag)).Distinct().Count());
        var expected = EventReader.Read(Path.Combine(whole, RunFile.TensorBoard)).Values;
        Assert.Equal(Timeless(expected), Timeless(values));

        string[] rows = File.ReadAllLines(Path.Combine(whole, "metrics.csv"))[1..];
        Assert.Equal(
            rows.Select(
                row => (long.Parse(row.Split(',')[1], CultureInfo.InvariantCulture),
                    float.Parse(row.Split(',')[2], CultureInfo.InvariantCulture))),
                        expected.Where(v => v.Tag == "loss/train").Select(v => (v.Step, v.Number!.Value)));
        Assert.Equal(rows.Select(row => float.Parse(row.Split(',')[6], CultureInfo.InvariantCulture)),
            expected.Where(v => v.Tag == "val/psnr").Select(v => v.Number!.Value));
        Assert.Equal(12, expected.Count(value => value.Tag == "batch/loss"));
        var pictures = expected.Where(value => value.Picture is not null).ToList();
        Assert.Equal([4L, 8L, 12L], pictures.Select(value => value.Step));
        Assert.Equal(File.ReadAllBytes(Path.Combine(whole, "images", "epoch-003.png")), pictures[2].Picture!.Value.Png);
    }

    [Fact]
    public void It_is_in_the_configuration_and_off_unless_asked_for()
    {
        Assert.Contains(
            "tensorboard: true", CliRun.Of("train", "conv", "--tensorboard", "--print-config").Output, StringComparison.Ordinal);
        Assert.Contains("tensorboard: false", CliRun.Of("train", "conv", "--print-config").Output, StringComparison.Ordinal);
    }

    private static void Train(params string[] words)
    {
        // Words of TinyRun come first: what is given twice would be refused.
        string[] options =
            [.. TinyRun.Options[..TinyRun.Options.IndexOf("--epochs")], .. TinyRun.Options[(TinyRun.Options.IndexOf("--epochs") + 2)..]];
        var run = CliRun.Of([.. words, .. options, "--tensorboard", "--quiet"]);
        Assert.True(run.ExitCode == ExitCodes.Ok, run.Error);
    }

    private static IEnumerable<(long, string, float?)> Timeless(IEnumerable<BoardValue> values) =>
        values.Where(value => value.Tag != "images_per_second").Select(value => (value.Step, value.Tag, value.Number));
}
