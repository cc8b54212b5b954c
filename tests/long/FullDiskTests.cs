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
