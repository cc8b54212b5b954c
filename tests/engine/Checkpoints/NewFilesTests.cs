using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Tests.Cli;

namespace ILGpuAutoencoders.Tests.Engine.Checkpoints;

public sealed class NewFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void All_files_stay_or_none(bool isKept)
    {
        using (var files = new NewFiles())
        {
            files.MakeFolder(_folder["a/b"]);
            files.MakeFolder(_folder["a/c"]);
            Parallel.For(0, 20, i => files.Write(_folder[$"a/b/{i}"], [1]));
            if (isKept)
            {
                files.Keep();
            }
        }

        Assert.Equal(isKept ? 22 : 0, isKept
            ? Directory.GetFileSystemEntries(_folder["a"], "*", SearchOption.AllDirectories).Length
            : Directory.GetFileSystemEntries(_folder.Root).Length);
    }

    [Fact]
    public void What_was_there_and_what_others_put_there_stays()
    {
        Directory.CreateDirectory(_folder["a"]);
        using (var files = new NewFiles())
        {
            files.MakeFolder(_folder["a/b"]);
            files.Write(_folder["a/b/mine"], [1]);
            File.WriteAllText(_folder["a/b/theirs"], "x");
        }

        Assert.Equal([_folder["a/b/theirs"]], Directory.GetFiles(_folder.Root, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_file_that_fails_half_way_is_not_there()
    {
        using var files = new NewFiles();
        Assert.Throws<InvalidOperationException>(() => files.Write(_folder["x"], stream =>
        {
            stream.WriteByte(1);
            throw new InvalidOperationException();
        }));
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Root));
    }
}
