using ILGpuAutoencoders.Cli.Terminal;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models;
using ILGpuAutoencoders.Tests.Long;
using ILGpuAutoencoders.Tests.TestKit;

namespace ILGpuAutoencoders.Tests.Cli;

/// <summary>Calls to the disk of a training go wrong, in every way.</summary>
public sealed class DiskFaultTests : IDisposable
{
    private const int Epochs = 2, SomeCalls = 4;

    private readonly TemporaryFolder _folder = new();

    public DiskFaultTests()
    {
        TinyTraining.Run(_folder["whole"], Epochs);
        TinyTraining.Run(_folder["start"], Epochs - 1);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void After_any_failed_call_the_earlier_checkpoint_loads_and_the_exit_code_is_7() =>
        Assert.InRange(FailCalls([Fault.NoSpace, Fault.Failure, Fault.NoAccess], every: SomeCalls), 10, 1000);

    [Fact]
    public void After_death_at_any_call_nothing_is_lost() =>
        Assert.InRange(FailCalls([Fault.Death, Fault.PowerCut], every: SomeCalls), 10, 1000);

    [Fact]
    public void An_import_that_fails_leaves_no_run_and_can_be_done_again()
    {
        string[] import = ["import", Path.Combine(_folder["start"], RunFile.Best), "--model", "shallow", "--out", _folder["imported"]];
        int failures = 0;
        for (int call = 1; ; call++)
        {
            var disk = new FaultyDisk(call, Fault.NoSpace);
            Disk.Substitute = disk;
            var run = CliRun.Of(import);
            Disk.Substitute = null;
            if (!disk.HasFailed)
            {
                Assert.True(run.ExitCode == ExitCodes.Ok, run.Error);
                break;
            }

            failures++;
            Assert.Equal(ExitCodes.Disk, run.ExitCode);
            Assert.False(Directory.Exists(_folder["imported"]), disk.Failed);
        }

        Assert.InRange(failures, 5, 100);
        Assert.True(File.Exists(Path.Combine(_folder["imported"], RunFile.Best)));
    }

    [Fact(Explicit = true)]
    public void Every_call_goes_wrong_in_every_way() =>
        LongRun.Report(
            "CK-7", $"{FailCalls(Enum.GetValues<Fault>(), every: 1)} failures, every call in {Enum.GetValues<Fault>().Length} ways: the "
            + "earlier checkpoint loads, going on ends with the same bits");

    /// <summary>Lets the 1st, 2nd, ... call of going on with a run fail, until none is left to fail.</summary>
    /// <param name="faults">How.</param>
    /// <param name="every">1 for each call in every way, more for each so many-th in one of them, in turn.</param>
    /// <returns>The failures.</returns>
    private int FailCalls(Fault[] faults, int every)
    {
        string[] whole = TinyTraining.Fingerprint(_folder["whole"]);
        int failures = 0;
        for (int call = 1; ; call += every)
        {
            foreach (var fault in every == 1 ? faults : [faults[call % faults.Length]])
            {
                string run = _folder[$"{call}-{fault}"];
                TinyTraining.Copy(_folder["start"], run);
                var disk = new FaultyDisk(call, fault);
                Fail(run, disk, fault);
                if (!disk.HasFailed)
                {
                    return failures;
                }

                failures++;
                if (fault == Fault.PowerCut)
                {
                    disk.CutPower(withNames: call / 2 % 2 == 0);
                }

                TinyTraining.AssertWhole(run);
                var resumed = TinyTraining.Resume(run, Epochs);
                Assert.True(resumed.ExitCode == ExitCodes.Ok, $"{fault} at call {call} ({disk.Failed}): {resumed.Error}");
                Assert.True(whole.SequenceEqual(TinyTraining.Fingerprint(run)), $"{fault} at call {call} ({disk.Failed}) ends otherwise");
                Directory.Delete(run, recursive: true);
            }
        }
    }

    private static int Stops(string run) =>
        File.ReadLines(Path.Combine(run, RunFile.Events)).Count(line => line.Contains("\"event\":\"stop\"", StringComparison.Ordinal));

    private void Fail(string run, FaultyDisk disk, Fault fault)
    {
        Disk.Substitute = disk;
        try
        {
            var training = TinyTraining.Resume(run, Epochs);
            if (!disk.HasFailed)
            {
                Assert.Equal(ExitCodes.Ok, training.ExitCode);
            }
            else if (fault is not (Fault.Death or Fault.PowerCut))
            {
                // A training that is done stays so where its report fails.
                int expected = Stops(run) == Stops(_folder["start"]) ? ExitCodes.Disk : ExitCodes.Ok;
                Assert.True(training.ExitCode == expected,
                    $"{fault} at call {disk.Calls} ({disk.Failed}): exit {training.ExitCode}, {training.Error}");
                Assert.Equal(expected == ExitCodes.Ok, training.Error.StartsWith("warning: ", StringComparison.Ordinal));
                Assert.Contains(run, training.Error, StringComparison.Ordinal);
                Assert.DoesNotContain(AtomicFile.TemporarySuffix, training.Error, StringComparison.Ordinal);
                Assert.Equal(1, training.Error.Count(c => c == '\n'));
                Assert.Equal(fault == Fault.NoSpace, training.Error.Contains("bytes and", StringComparison.Ordinal));
                Assert.Empty(Directory.GetFiles(run, "*" + AtomicFile.TemporarySuffix, SearchOption.AllDirectories));
            }
        }
        finally
        {
            Disk.Substitute = null;
        }
    }
}
