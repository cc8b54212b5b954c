using ILGpuAutoencoders.Cli.Terminal;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models;
using ILGpuAutoencoders.Tests.TestKit;

namespace ILGpuAutoencoders.Tests.Cli;

/// <summary>A run from anybody, with links among its files that lead out of it: nothing outside is written, made or removed.</summary>
public sealed class StrangersRunTests : IDisposable
{
    private const string Sidecar = "best.anomaly.safetensors", Codec = "best.codec.safetensors";

    private static readonly string[] s_resume = ["train", "--resume", "RUN", "--epochs", "2", "--tensorboard", "--quiet"];
    private static readonly string[] s_calibrate = ["anomaly", "calibrate", "RUN", "--data", "faces:20", "--device", "cpu", "--quiet"];

    private readonly TemporaryFolder _folder = new();

    public StrangersRunTests()
    {
        if (!OperatingSystem.IsWindows())
        {
            TinyTraining.Run(Run, 1, "--tensorboard");
            Directory.CreateDirectory(Outside);
        }
    }

    /// <summary>Each file and folder of a run, with a command that writes it.</summary>
    public static TheoryData<string, string[], bool> Written
    {
        get
        {
            var data = new TheoryData<string, string[], bool>();
            foreach (bool dangles in (bool[])[false, true])
            {
                foreach (string name in (string[])[RunFile.Environment, RunFile.Split, RunFile.Metrics, RunFile.Events, RunFile.TensorBoard,
                    RunFile.Best, RunFile.Last, RunFile.State, RunFile.Curves, RunFile.Report, RunFile.Control, RunFile.BadImages,
                    RunFile.Images, "images/epoch-001.png", "images/epoch-002.png", ".lock"])
                {
                    data.Add(name, s_resume, dangles);
                }

                data.Add(RunFile.Report, ["report", "RUN", "--device", "cpu", "--quiet"], dangles);
                data.Add(Sidecar, s_calibrate, dangles);
            }

            data.Add(RunFile.Config, s_resume, false);
            return data;
        }
    }

    private string Run => _folder["run"];

    private string Outside => _folder["outside"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Written))]
    public void No_file_is_written_through_a_link(string name, string[] command, bool dangles)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege there.");
        string link = Path.Combine(Run, name), target = Path.Combine(Outside, "target");
        if (name == RunFile.Images)
        {
            Directory.Delete(link, recursive: true);
            Directory.CreateDirectory(dangles ? Outside : target);
        }
        else if (!dangles)
        {
            File.WriteAllText(target, "export PRECIOUS=1");
            if (File.Exists(link))
            {
                File.Copy(link, target, overwrite: true);
            }
        }

        File.Delete(link);
        File.CreateSymbolicLink(link, target);
        string[] before = Snapshot();

        var run = CliRun.Of(Words(command));

        Assert.Equal(before, Snapshot());
        Assert.True(run.ExitCode == ExitCodes.Disk, $"{name}: exit {run.ExitCode}, {run.Error}");
        Assert.Contains($"'{Path.Combine(Run, name)}' is a link", run.Error, StringComparison.Ordinal);
        Assert.Contains("put what it leads to in its place", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_control_that_is_a_link_is_left_alone_and_told()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege there.");
        string link = Path.Combine(Run, RunFile.Control), target = Path.Combine(Outside, "target");
        File.Delete(link);
        File.WriteAllText(target, "precious");
        File.CreateSymbolicLink(link, target);
        string[] before = Snapshot();

        var run = CliRun.Of("evaluate", Run, "--device", "cpu");

        Assert.Equal(before, Snapshot());
        Assert.Equal(ExitCodes.Ok, run.ExitCode);
        Assert.Contains("is a link", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_codec_that_is_a_link_is_read_as_any_other(bool dangles)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege there.");
        string target = Path.Combine(Outside, "target");
        if (!dangles)
        {
            File.WriteAllText(target, "precious");
        }

        File.CreateSymbolicLink(Path.Combine(Run, Codec), target);
        string[] before = Snapshot();

        var run = CliRun.Of("compress", Run, Input(), "--out", _folder["out"], "--device", "cpu");

        Assert.Equal(before, Snapshot());
        Assert.True(run.ExitCode == ExitCodes.Checkpoint, run.Error);
        Assert.Contains(Codec, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_reached_by_a_link_is_written_where_that_leads()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege there.");
        Directory.Move(Run, _folder["real"]);
        Directory.CreateSymbolicLink(Run, _folder["real"]);

        var run = CliRun.Of(Words(s_resume));

        Assert.True(run.ExitCode == ExitCodes.Ok, run.Error);
        Assert.True(File.Exists(_folder["real/images/epoch-002.png"]));
    }

    [Theory]
    [InlineData(RunFile.Events)]
    [InlineData(RunFile.Metrics)]
    [InlineData(RunFile.TensorBoard)]
    [InlineData(RunFile.State)]
    public void A_second_name_of_a_file_keeps_its_bytes(string name)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "It makes hard links with ln.");
        string file = Path.Combine(Run, name), other = Path.Combine(Outside, "other");
        using (var ln = System.Diagnostics.Process.Start("ln", [file, other]))
        {
            ln.WaitForExit();
        }

        string[] before = Snapshot();

        var run = CliRun.Of(Words(s_resume));

        Assert.True(run.ExitCode == ExitCodes.Ok, run.Error);
        Assert.Equal(before, Snapshot());
        Assert.NotEqual(File.ReadAllBytes(other), File.ReadAllBytes(file));
    }

    [Fact]
    public void What_others_wrote_is_not_taken_for_half_written()
    {
        string[] theirs = ["draft.tmp", "notes.7.tmp", $"{RunFile.Report}.x.tmp", $"notes/{RunFile.Report}.7.tmp", "images/mine.7.tmp"];
        string[] ours = [$"{RunFile.State}.7.tmp", $"{Codec}.123456.tmp", "images/epoch-001.png.7.tmp"];
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege there.");
        Directory.CreateDirectory(Path.Combine(Run, "notes"));
        foreach (string name in theirs.Concat(ours))
        {
            File.WriteAllText(Path.Combine(Run, name), "text");
        }

        File.WriteAllText(Path.Combine(Outside, $"{RunFile.State}.7.tmp"), "text");
        Directory.CreateSymbolicLink(Path.Combine(Run, "there"), Outside);
        string[] before = Snapshot();

        var run = CliRun.Of(Words(s_resume));

        Assert.True(run.ExitCode == ExitCodes.Ok, run.Error);
        Assert.Equal(before, Snapshot());
        Assert.All(theirs, name => Assert.True(File.Exists(Path.Combine(Run, name)), name));
        Assert.All(ours, name => Assert.False(File.Exists(Path.Combine(Run, name)), name));
    }

    [Fact]
    public void A_link_in_place_of_what_is_half_written_is_not_followed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege there.");
        string target = Path.Combine(Outside, "target"), report = Path.Combine(Run, RunFile.Report);
        File.WriteAllText(target, "precious");
        File.CreateSymbolicLink($"{report}.{Environment.ProcessId}{AtomicFile.TemporarySuffix}", target);
        string[] before = Snapshot();

        var run = CliRun.Of("report", Run, "--device", "cpu");

        Assert.True(run.ExitCode == ExitCodes.Ok, run.Error);
        Assert.Equal(before, Snapshot());
        Assert.Null(new FileInfo(report).LinkTarget);
    }

    private string[] Words(string[] command) =>
        [.. command.Select(word => word == "RUN" ? Run : word)];

    private string Input()
    {
        string file = Path.Combine(Run, "..", "face.png");
        PixelCodec.SavePng(new Picture(16, 16, GeneratedFaces.Draw(1, 1, 16)), file);
        return file;
    }

    /// <summary>Everything that is outside the run, with its bytes.</summary>
    private string[] Snapshot() =>
    [
        .. Directory.GetFileSystemEntries(Outside, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(
            path => $"{path} {(File.Exists(path) ? Convert.ToHexString(File.ReadAllBytes(path)) : "")}"),
    ];
}
