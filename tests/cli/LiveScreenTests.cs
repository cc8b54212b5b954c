using System.Text.RegularExpressions;
using ILGpuAutoencoders.Tests.TestKit;

namespace ILGpuAutoencoders.Tests.Cli;

/// <summary>What a person at a terminal sees of a training, at any moment and at its end.</summary>
public sealed partial class LiveScreenTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    public async Task Lines_of_epochs_are_whole_and_the_line_that_is_redrawn_takes_one_row(int width)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/script"), "It needs script.");
        string train = string.Join(' ', [.. TinyTraining.Options.Where(word => word != "--quiet"), "--epochs", "3", "--out", "run"]);
        var run = await CliRun.OfShell(
            $"TERM=xterm script -qec \"stty cols {width} rows 24; $AE {train} --json >out\" screen </dev/null >/dev/null", _folder.Root);
        Assert.True(run.ExitCode == 0, run.Error);
        string[] ownLines = [.. File.ReadAllText(_folder["screen"]).Split('\n').Where(
            line => !line.StartsWith("Script ", StringComparison.Ordinal))];
        string written = string.Join('\n', ownLines);
        var screen = new TerminalScreen(width);
        int drawn = 0;

        // It is redrawn from the start of its row.
        foreach (string part in written.Split('\r'))
        {
            screen.Write("\r" + part);
            Assert.All(screen.Lines, line => Assert.True(IsKnown(line), $"at {width} columns:\n{string.Join('\n', screen.Rows)}"));
            Assert.All(screen.Rows.Where(row => Status().IsMatch(row)), row => Assert.True(row.Length < width, row));
            drawn += screen.Lines.Count(line => Status().IsMatch(line));
        }

        Assert.True(drawn > 0, written);
        Assert.Equal(
            ["1/3", "2/3", "3/3"],
            screen.Lines.Select(line => Epoch().Match(line)).Where(match => match.Success).Select(match => match.Groups[1].Value));
        Assert.DoesNotContain(screen.Lines, line => Status().IsMatch(line));
    }

    private static bool IsKnown(string line) => Epoch().IsMatch(line) || Status().IsMatch(line) || Start().IsMatch(line);

    [GeneratedRegex(@"^epoch (\d+/\d+)  train loss \S+  val loss \S+  PSNR \S+ dB(, .+)?  SSIM \S+  [\d,]+ images/s(  best so far)?$")]
    private static partial Regex Epoch();

    [GeneratedRegex(
        @"^[\u2501# ]*(pictures [\d,]+/[\d,]+(  [\d,]+ images/s)?(  \S+ s left)?|principal components: step \d+ of \d+"
        + @"|epoch \d+/\d+  batch \d+/\d+  loss \S+(  [\d,]+ images/s)?  \S+ s left)$")]
    private static partial Regex Status();

    [GeneratedRegex(@"^(device: |conv: |shallow: |warning: |[\u2501# ]*$).*$")]
    private static partial Regex Start();
}
