using System.Globalization;
using System.Security.Cryptography;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Engine.Distributed;

namespace ILGpuAutoencoders.Tests.Cli;

/// <summary>Ranks are processes that mpirun has started; without one these tests are skipped.</summary>
public sealed class MpiTests : IDisposable
{
    private const string Tiny =
        "train conv --data faces:60 --image-size 16 --latent 8 --epochs 2 --batch-size 18 --micro-batch 5 --device cpu --quiet";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("openmpi", 2)]
    [InlineData("mpich", 3)]
    public async Task Ranks_leave_the_bits_of_one_process(string mpi, int ranks)
    {
        string mpirun = Launcher(mpi);
        var alone = await CliRun.OfShell($"$AE {Tiny} --out alone", _folder.Root);
        Assert.Equal(0, alone.ExitCode);
        var run = await CliRun.OfShell($"{mpirun} -n {ranks} $AE {Tiny} --out run", _folder.Root);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(1, CountOf("stopped by", run.Output));
        Assert.Equal(HashOf("alone"), HashOf("run"));
    }

    [Theory]
    [InlineData("openmpi")]
    [InlineData("mpich")]
    public async Task The_first_rank_alone_tells_an_error_and_the_launcher_has_its_code(string mpi)
    {
        var run = await CliRun.OfShell($"{Launcher(mpi)} -n 5 $AE {Tiny} --out run", _folder.Root);
        Assert.Equal(2, run.ExitCode);
        Assert.Equal(1, CountOf("use a micro-batch of at most 3, or start at most 4.", run.Error));
        Assert.False(Directory.Exists(_folder["run"]));
    }

    [Theory]
    [InlineData("openmpi")]
    [InlineData("mpich")]
    public async Task An_error_of_another_rank_has_its_name_and_ends_all(string mpi)
    {
        var run = await CliRun.OfShell($"{Launcher(mpi)} -n 1 $AE {Tiny} --out run : -n 1 $AE {Tiny} --out run --lr nought", _folder.Root);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains($"rank 1 on {Environment.MachineName}: --lr: 'nought' is not valid", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("openmpi", Launch.Mpich)]
    [InlineData("mpich", Launch.OpenMpi)]
    public async Task A_launcher_of_another_mpi_is_told(string mpi, string library)
    {
        Launcher(library == Launch.Mpich ? "mpich" : "openmpi");
        var run = await CliRun.OfShell($"ILGPU_AE_MPI={library} {Launcher(mpi)} -n 2 $AE {Tiny} --out run", _folder.Root);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains($"({library}) sees 1: launcher and library are of two kinds of MPI", run.Error, StringComparison.Ordinal);
    }

    /// <summary>SIGUSR1 is forwarded, and mpirun waits; the run goes on with another number of ranks.</summary>
    [Fact]
    public async Task A_user_signal_stops_all_ranks_after_a_step()
    {
        string train = Tiny.Replace("--epochs 2", "--epochs 300", StringComparison.Ordinal);
        var stopped = await CliRun.OfShell(
            $"{Launcher("openmpi")} -n 2 $AE {train} --out run & "
            + "until [ -s run/last.state.safetensors ]; do sleep 0.1; done; kill -USR1 $!; wait $!", _folder.Root);
        Assert.Equal(138, stopped.ExitCode);
        Assert.Contains("stopped by    interrupt", stopped.Output, StringComparison.Ordinal);
        var resumed = await CliRun.OfShell(
            $"{Launcher("openmpi")} -n 3 $AE train --resume run --max-steps $(($(tail -n 1 run/metrics.csv | cut -d, -f2) + 9)) --quiet",
            _folder.Root);
        Assert.True(resumed.ExitCode == 0, resumed.Error);
    }

    [Theory]
    [InlineData("openmpi")]
    [InlineData("mpich")]
    public async Task A_killed_rank_ends_all_within_seconds(string mpi)
    {
        string train = Tiny.Replace("--epochs 2", "--epochs 300", StringComparison.Ordinal);
        string rank = $"[ \"${{OMPI_COMM_WORLD_RANK:-$PMI_RANK}}\" = 0 ] || echo $$ > pid; exec $AE {train} --out run";
        var run = await CliRun.OfShell(
            $"{Launcher(mpi)} -n 2 bash -c '{rank}' & "
            + "until [ -s run/last.state.safetensors ]; do sleep 0.1; done; date +%s.%N > killed; kill -KILL $(cat pid); wait $!",
            _folder.Root);
        double killed = double.Parse(File.ReadAllText(_folder["killed"]), CultureInfo.InvariantCulture);
        Assert.NotEqual(0, run.ExitCode);
        Assert.InRange((DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).TotalSeconds - killed, 0, 10);
    }

    [Fact]
    public void A_launcher_is_known_by_its_environment()
    {
        Assert.Null(Launch.Of(_ => null));
        Assert.Null(Launch.Of(name => name == "OMPI_COMM_WORLD_SIZE" ? "1" : null));
        Assert.Equal((4, 2), Read(("OMPI_COMM_WORLD_SIZE", "4"), ("OMPI_COMM_WORLD_RANK", "2"), ("SLURM_STEP_NUM_TASKS", "1")));
        Assert.Equal((3, 1), Read(("PMI_SIZE", "3"), ("PMI_RANK", "1")));
        Assert.Equal((8, 7), Read(("SLURM_STEP_NUM_TASKS", "8"), ("SLURM_PROCID", "7")));

        static (int, int?) Read(params (string Name, string Value)[] variables)
        {
            var launch = Launch.Of(name => variables.FirstOrDefault(variable => variable.Name == name).Value);
            return (launch!.Size, launch.Rank);
        }
    }

    [Fact]
    public void A_process_that_nobody_launched_works_alone() => Assert.Same(AloneWorld.Instance, World.Open());

    private static string Launcher(string mpi)
    {
        string path = $"/usr/bin/mpirun.{mpi}";
        Assert.SkipUnless(File.Exists(path), $"There is no {path}: install openmpi-bin and mpich.");
        return mpi == "openmpi"
            ? $"OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 {path} --oversubscribe --bind-to none"
            : path;
    }

    private static int CountOf(string text, string output) => output.Split(text).Length - 1;

    private string HashOf(string run) =>
        Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(Path.Combine(_folder[run], "last.state.safetensors"))));
}
