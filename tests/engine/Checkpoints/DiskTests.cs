using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Tests.TestKit;

namespace ILGpuAutoencoders.Tests.Engine.Checkpoints;

public sealed class DiskTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("disk").FullName;

    private string Target => Path.Combine(_folder, "x.bin");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_was_written_outlives_a_power_cut()
    {
        AtomicFile.Write(Target, [1]);
        var disk = new FaultyDisk(int.MaxValue, Fault.PowerCut);
        Through(disk, () => AtomicFile.Write(Target, [2, 3]));
        disk.CutPower(withNames: true);
        Assert.Equal([2, 3], File.ReadAllBytes(Target));
    }

    [Fact]
    public void Each_failing_call_leaves_the_old_file_or_the_new_and_nothing_else()
    {
        byte[] content = new byte[200_000];
        for (int call = 1; ; call++)
        {
            AtomicFile.Write(Target, [1]);
            var disk = new FaultyDisk(call, Fault.NoSpace);
            var error = Record.Exception(() => Through(disk, () => AtomicFile.Write(Target, content)));
            if (!disk.HasFailed)
            {
                Assert.Null(error);
                Assert.Equal(6, call);
                return;
            }

            Assert.Contains($"'{Target}' cannot be written: it needs 200,000 bytes and ", Assert.IsType<IOException>(error).Message,
                StringComparison.Ordinal);
            Assert.Contains(new FileInfo(Target).Length, new long[] { 1, content.Length });
            Assert.Equal([Target], Directory.GetFiles(_folder));
        }
    }

    [Fact]
    public void A_folder_that_is_not_there_is_an_error_that_names_the_file()
    {
        var error = Assert.Throws<DirectoryNotFoundException>(() => SystemDisk.Instance.Create(Path.Combine(_folder, "none", "x")));
        Assert.Contains("none", error.Message, StringComparison.Ordinal);
        var failed = Assert.Throws<IOException>(() => AtomicFile.Write(Path.Combine(_folder, "none", "x"), [1]));
        Assert.Contains($"'{Path.Combine(_folder, "none", "x")}' cannot be written", failed.Message, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Throws<IOException>(() => SystemDisk.Instance.SynchronizeFolder(Path.Combine(_folder, "none")));
        }
    }

    [Fact]
    public void Lines_are_appended_after_the_last_whole_one()
    {
        File.WriteAllText(Target, "one\ntwo\nthr");
        using (var file = new LineFile(Target))
        {
            file.Append("three");
        }

        Assert.Equal("one\ntwo\nthree\n", File.ReadAllText(Target));
    }

    private static void Through(IDisk disk, Action work)
    {
        Disk.Substitute = disk;
        try
        {
            work();
        }
        finally
        {
            Disk.Substitute = null;
        }
    }
}
