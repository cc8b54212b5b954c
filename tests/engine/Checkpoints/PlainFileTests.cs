using System.Diagnostics;
using ILGpuAutoencoders.Cli.Terminal;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models;
using ILGpuAutoencoders.Tests.Cli;
using ILGpuAutoencoders.Tests.TestKit;

namespace ILGpuAutoencoders.Tests.Engine.Checkpoints;

/// <summary>FIFOs in the place of files: they are read as empty, since opening one would wait for ever.</summary>
public sealed class PlainFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_fifo_is_empty_and_a_file_is_what_it_holds()
    {
        string fifo = Fifo(_folder["fifo"]);
        File.WriteAllText(_folder["file"], "a\nb\n");
        File.CreateSymbolicLink(_folder["link"], fifo);
        Assert.Equal(["a", "b"], PlainFile.ReadAllLines(_folder["file"]));
        Assert.Equal("a\nb\n", PlainFile.ReadAllText(_folder["file"]));
        Assert.All((string[])[fifo, _folder["link"]], path =>
        {
            Assert.False(PlainFile.HasContent(path));
            Assert.Empty(PlainFile.ReadAllBytes(path));
            Assert.Empty(PlainFile.ReadAllLines(path));
            Assert.Equal(0, PlainFile.Open(path).Length);
        });
        Assert.False(PlainFile.HasContent(_folder["missing"]));
        Assert.Throws<FileNotFoundException>(() => PlainFile.ReadAllBytes(_folder["missing"]));
    }

    [Fact]
    public void A_path_through_a_folder_that_is_not_there_and_back_is_the_file()
    {
        File.WriteAllText(_folder["file"], "a");
        string path = Path.Combine(_folder["none"], "..", "file");
        Assert.True(PlainFile.HasContent(path));
        Assert.Equal("a", PlainFile.ReadAllText(path));
    }

    [Theory]
    [InlineData(RunFile.Config, ExitCodes.Usage)]
    [InlineData(RunFile.Split, ExitCodes.Ok)]
    [InlineData(RunFile.Best, ExitCodes.Checkpoint)]
    [InlineData(RunFile.Metrics, ExitCodes.Ok)]
    [InlineData(RunFile.Control, ExitCodes.Ok)]
    [InlineData("images/epoch-001.png", ExitCodes.Ok)]
    public void A_run_with_a_fifo_among_its_files_is_reported_or_refused(string name, int exitCode)
    {
        string run = _folder["run"];
        TinyTraining.Run(run, 1);
        Fifo(Path.Combine(run, name));
        var report = CliRun.Of("report", run, "--device", "cpu");
        Assert.True(report.ExitCode == exitCode, $"{name}: exit {report.ExitCode}, {report.Error}");
    }

    [Theory]
    [InlineData(RunFile.Events)]
    [InlineData(RunFile.Metrics)]
    [InlineData(RunFile.TensorBoard)]
    public void A_run_with_a_fifo_among_its_files_is_gone_on_with(string name)
    {
        string run = _folder["run"];
        TinyTraining.Run(run, 1);
        Fifo(Path.Combine(run, name));
        var resumed = CliRun.Of("train", "--resume", run, "--epochs", "2", "--tensorboard", "--quiet");
        Assert.True(resumed.ExitCode == ExitCodes.Ok, resumed.Error);
        Assert.True(PlainFile.HasContent(Path.Combine(run, name)));
    }

    private static string Fifo(string path)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "There are no FIFOs.");
        File.Delete(path);
        using var make = Process.Start("mkfifo", [path]);
        make.WaitForExit();
        return path;
    }
}
