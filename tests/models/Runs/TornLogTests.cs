using System.Text.Json;
using ILGpuAutoencoders.Cli.Terminal;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models;
using ILGpuAutoencoders.Models.Runs;
using ILGpuAutoencoders.Models.Training;
using ILGpuAutoencoders.Tests.Cli;
using ILGpuAutoencoders.Tests.TestKit;

namespace ILGpuAutoencoders.Tests.Models.Runs;

public sealed class TornLogTests : IDisposable
{
    internal const int Cuts = 100;

    private const int Epochs = 4;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Logs_that_were_cut_anywhere_are_mended_when_the_run_goes_on()
    {
        TinyTraining.Run(_folder["whole"], Epochs);
        string run = _folder["run"];
        TinyTraining.Copy(_folder["whole"], run);
        string metrics = Path.Combine(run, RunFile.Metrics), events = Path.Combine(run, RunFile.Events);
        byte[] rows = File.ReadAllBytes(metrics), lines = File.ReadAllBytes(events);
        string[] timeless = Timeless(metrics);
        string file = Path.Combine(run, RunFile.State);
        var state = TrainingState.From(Checkpoint.Read(file), file);
        var random = new Random(1);
        for (int cut = 0; cut < Cuts; cut++)
        {
            int left = random.Next(rows.Length + 1), kept = random.Next(lines.Length + 1);
            File.WriteAllBytes(metrics, rows[..left]);
            File.WriteAllBytes(events, lines[..kept]);

            if (cut % 20 == 0)
            {
                Assert.Equal(ExitCodes.Ok, CliRun.Of("train", "--resume", run, "--quiet").ExitCode);
            }
            else
            {
                // What going on does first, without the drawing of curves.
                using var folder = RunFolder.Open(run);
                using var log = new RunLog(folder, state.History);
                log.Event("resume", 0);
                log.Event("stop", 0);
            }

            Assert.Equal(timeless, Timeless(metrics));
            int whole = lines.AsSpan(0, kept).LastIndexOf((byte)'\n') + 1;
            byte[] mended = File.ReadAllBytes(events);
            Assert.Equal(lines[..whole], mended[..whole]);
            string[] names =
                [.. File.ReadAllLines(events).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("event").GetString()!)];
            Assert.Equal(["resume", "stop"], names[^2..]);
            Assert.Equal(lines.AsSpan(0, whole).Count((byte)'\n') + 2, names.Length);
        }
    }

    private static string[] Timeless(string metrics) =>
        [.. File.ReadAllLines(metrics).Select(row => string.Join(',', row.Split(',')[..9]))];
}
