using ILGpuAutoencoders.Models;
using ILGpuAutoencoders.Tests.TestKit;

namespace ILGpuAutoencoders.Tests.Cli;

/// <summary>Odd places to write to: each command is given to a shell, as people type it.</summary>
public sealed class TerminalTests : IDisposable
{
    private const string Escape = "\e[";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a reader that leaves", "$AE inspect conv | head -n 1; test ${PIPESTATUS[0]} -eq 0")]
    [InlineData("standard output closed", "$AE inspect conv >&-; test $? -eq 7")]
    [InlineData("standard error closed", "$AE $TRAIN 2>&-")]
    public Task It_ends_as_always_and_without_escape_codes(string what, string command) => Check(what, command);

    [Theory(Explicit = true)]
    [InlineData("standard error full", "$AE $TRAIN 2>/dev/full")]
    [InlineData("all closed", "$AE $TRAIN <&- >&- 2>&-; case $? in 0|7) ;; *) exit 1; esac")]
    [InlineData("standard output full", "$AE inspect conv >/dev/full; test $? -eq 7")]
    [InlineData("no terminal", "setsid $AE $TRAIN </dev/null >out 2>err")]
    [InlineData("a dumb terminal", "TERM=dumb script -qec \"$AE $TRAIN\" out </dev/null")]
    public Task It_ends_as_always_in_rarer_places(string what, string command) => Check(what, command);

    private async Task Check(string what, string command)
    {
        var run = await Shell(command);
        Assert.True(run.ExitCode == 0, $"{what}: exit {run.ExitCode}: {run.Output}{run.Error}");
        AssertNoEscapeCodes();
    }

    [Fact]
    public async Task A_terminal_of_20_columns_gets_the_bar_and_files_get_none_of_it()
    {
        var run = await Shell("TERM=xterm script -qec \"stty cols 20; $AE $TRAIN --json >out\" screen </dev/null >/dev/null");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains(Escape, File.ReadAllText(_folder["screen"]), StringComparison.Ordinal);
        Assert.StartsWith("{\"run\":", File.ReadAllText(_folder["out"]), StringComparison.Ordinal);
        File.Delete(_folder["screen"]);
        AssertNoEscapeCodes();
    }

    private void AssertNoEscapeCodes()
    {
        foreach (string file in Directory.GetFiles(_folder.Root, "*", SearchOption.AllDirectories).Where(
            file => Path.GetExtension(file) is not (".png" or ".safetensors")))
        {
            Assert.DoesNotContain(Escape, File.ReadAllText(file), StringComparison.Ordinal);
        }

        if (Directory.Exists(_folder["run"]))
        {
            Assert.Equal(2, File.ReadAllLines(_folder[$"run/{RunFile.Metrics}"]).Length);
            TinyTraining.AssertWhole(_folder["run"]);
        }
    }

    /// <summary>Runs a line in bash, in the folder, with AE and TRAIN set.</summary>
    private Task<CliRun> Shell(string line)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/script"), "It needs script.");
        string train = string.Join(
            ' ', [.. TinyTraining.Options.Where(word => word != "--quiet"), "--epochs", "1", "--out", "run"]);
        return CliRun.OfShell($"TRAIN='{train}'; {line}", _folder.Root);
    }
}
