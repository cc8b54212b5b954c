using System.Globalization;
using ILGpuAutoencoders.Cli.Terminal;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models;
using ILGpuAutoencoders.Tests.Cli;
using ILGpuAutoencoders.Tests.Long;
using ILGpuAutoencoders.Tests.TestKit;

namespace ILGpuAutoencoders.Tests.Models.Runs;

/// <summary>
/// A run keeps the best and the last model. A death between any two steps of saving leaves both, and the best is the best of what was
/// saved.
/// </summary>
public sealed class RetentionTests : IDisposable
{
    internal const int Deaths = 50;

    private const int Epochs = 4, SomeDeaths = 10;

    private readonly TemporaryFolder _folder = new();

    public RetentionTests()
    {
        // A rate with which losses go up and down, so that the best is not the last.
        TinyTraining.Run(_folder["start"], 1, "--lr", "0.1");
        TinyTraining.Copy(_folder["start"], _folder["whole"]);
        Assert.Equal(ExitCodes.Ok, TinyTraining.Resume(_folder["whole"], Epochs).ExitCode);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void After_a_few_deaths_the_best_and_the_last_can_be_used() => Die(SomeDeaths);

    [Fact(Explicit = true)]
    public void After_50_deaths_the_best_and_the_last_can_be_used()
    {
        int older = Die(Deaths);
        LongRun.Report(
            "CK-9", $"{Deaths} deaths between the steps of saving, {older} of them with files of two epochs: the best and the last load, "
            + "and going on ends with the same bits");
        Assert.InRange(older, 1, Deaths);
    }

    /// <summary>Dies at so many calls to the disk, spread evenly over a training.</summary>
    /// <returns>How often the last model was then older than the state.</returns>
    private int Die(int deaths)
    {
        string[] whole = TinyTraining.Fingerprint(_folder["whole"]);
        double[] losses = Losses(_folder["whole"]);
        Assert.True(Array.IndexOf(losses, losses.Min()) < Epochs - 1, "The last epoch is the best, which proves nothing.");
        int calls = Train(_folder["counted"], int.MaxValue), older = 0;
        Assert.True(calls > deaths, $"{calls} calls are too few.");
        for (int death = 0; death < deaths; death++)
        {
            string run = _folder[$"{death}"];
            Train(run, 1 + (death * calls / deaths));
            int state = EpochOf(run, RunFile.State), last = EpochOf(run, RunFile.Last), best = EpochOf(run, RunFile.Best);
            Assert.InRange(last, state - 1, state);
            Assert.True(
                best == BestOf(state) || best == BestOf(state - 1), $"The best is of epoch {best} where the state is of epoch {state}.");
            older += last < state ? 1 : 0;

            Assert.Equal(ExitCodes.Ok, TinyTraining.Resume(run, Epochs).ExitCode);
            Assert.Equal(whole, TinyTraining.Fingerprint(run));
            Directory.Delete(run, recursive: true);
        }

        return older;

        int BestOf(int epochs) => epochs == 0 ? 0 : 1 + Array.IndexOf(losses, losses[..epochs].Min());
    }

    /// <summary>Goes on with a copy of the first epoch until it dies.</summary>
    /// <returns>The calls to the disk.</returns>
    private int Train(string run, int diesAt)
    {
        TinyTraining.Copy(_folder["start"], run);
        var disk = new FaultyDisk(diesAt, Fault.Death);
        Disk.Substitute = disk;
        try
        {
            TinyTraining.Resume(run, Epochs);
        }
        finally
        {
            Disk.Substitute = null;
        }

        return disk.Calls;
    }

    /// <summary>The epoch of a checkpoint, which must make a model.</summary>
    private static int EpochOf(string run, string name)
    {
        string file = Path.Combine(run, name);
        using var device = new SimdDevice(1);
        if (name != RunFile.State)
        {
            TrainedRun.Open(file, device).Dispose();
        }

        return int.Parse(Checkpoint.Read(file).Metadata["epoch"], CultureInfo.InvariantCulture);
    }

    private static double[] Losses(string run) =>
        [.. File.ReadAllLines(Path.Combine(run, RunFile.Metrics)).Skip(1).Select(
            row => double.Parse(row.Split(',')[3], CultureInfo.InvariantCulture))];
}
