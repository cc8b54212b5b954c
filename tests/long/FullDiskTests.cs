using System.Diagnostics;
using ILGpuAutoencoders.Cli.Terminal;
using ILGpuAutoencoders.Tests.Cli;
using ILGpuAutoencoders.Tests.TestKit;

namespace ILGpuAutoencoders.Tests.Long;

/// <summary>A real disk that is full: a file system of 4 MB in memory.</summary>
public sealed class FullDiskTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private bool _isMounted;

    public FullDiskTests()
    {
        Directory.CreateDirectory(_folder["disk"]);
        _isMounted = OperatingSystem.IsLinux() && Do("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", _folder["disk"]);
    }

    public void Dispose()
    {
        if (_isMounted)
        {
            _isMounted = !Do("umount", _folder["disk"]);
        }

        _folder.Dispose();
    }

    [Fact(Explicit = true)]
    public void Training_on_a_full_disk_exits_7_with_the_bytes_and_goes_on_when_there_is_room()
    {
        if (!_isMounted)
        {
            Assert.Skip("It needs the right to mount a file system.");
        }

        TinyTraining.Run(_folder["whole"], 3);
        string[] whole = TinyTraining.Fingerprint(_folder["whole"]);
        int[] rooms = [0, 1, 10, 40, 50];
        foreach (int room in rooms)
        {
            string run = _folder[$"disk/{room}"], filler = _folder["disk/filler"];
            TinyTraining.Run(run, 1);
            Fill(filler, room << 10);
            var full = TinyTraining.Resume(run, 3);
            LongRun.Report("CK-8", $"{room} KiB left: exit {full.ExitCode}, {full.Error.Trim()}");
            Assert.Equal(ExitCodes.Disk, full.ExitCode);
            Assert.Matches("'[^']*disk/[^']*' cannot be written: it needs [0-9,]+ bytes and [0-9,]+ are free there", full.Error);
            TinyTraining.AssertWhole(run);
            File.Delete(filler);
            Assert.Equal(ExitCodes.Ok, TinyTraining.Resume(run, 3).ExitCode);
            Assert.Equal(whole, TinyTraining.Fingerprint(run));
        }
    }

    [Theory(Explicit = true)]
    [InlineData("openmpi", "OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1", "--oversubscribe --bind-to none")]
    [InlineData("mpich", "", "")]
    public async Task A_full_disk_of_the_first_rank_ends_all_and_the_run_goes_on(string mpi, string environment, string options)
    {
        Assert.SkipUnless(_isMounted, "It needs the right to mount a file system.");
        Assert.SkipUnless(File.Exists($"/usr/bin/mpirun.{mpi}"), $"There is no mpirun.{mpi}.");
        string parts = "--micro-batch 2", ranks = $"{environment} /usr/bin/mpirun.{mpi} {options} -n 2 $AE";
        TinyTraining.Run(_folder["whole"], 3, parts.Split(' '));
        string run = _folder["disk/run"], filler = _folder["disk/filler"];
        TinyTraining.Run(run, 1, parts.Split(' '));
        Fill(filler, 1 << 10);
        var watch = Stopwatch.StartNew();
        var full = await CliRun.OfShell($"{ranks} train --resume {run} --epochs 3 --quiet", _folder.Root);
        LongRun.Report("RANK-4", $"{mpi}: exit {full.ExitCode} after {watch.Elapsed.TotalSeconds:0.0} s, {full.Error.Trim().Split('\n')[0]}");
        Assert.Equal(ExitCodes.Disk, full.ExitCode);
        Assert.Contains("cannot be written: it needs", full.Error, StringComparison.Ordinal);
        Assert.Single(full.Error.Split('\n'), line => line.StartsWith("ilgpu-ae:", StringComparison.Ordinal));
        TinyTraining.AssertWhole(run);
        File.Delete(filler);
        var resumed = await CliRun.OfShell($"{ranks} train --resume {run} --epochs 3 --quiet", _folder.Root);
        Assert.True(resumed.ExitCode == ExitCodes.Ok, resumed.Error);
        Assert.Equal(TinyTraining.Fingerprint(_folder["whole"]), TinyTraining.Fingerprint(run));
    }

    /// <summary>Takes all of the disk but for some bytes.</summary>
    private static void Fill(string file, int room)
    {
        using var stream = new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        byte[] block = new byte[4096];
        try
        {
            while (true)
            {
                stream.Write(block);
            }
        }
        catch (IOException)
        {
            stream.SetLength(Math.Max(0, stream.Length - room));
        }
    }

    private static bool Do(string program, params string[] words)
    {
        using var process = Process.Start(new ProcessStartInfo(program, words) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
