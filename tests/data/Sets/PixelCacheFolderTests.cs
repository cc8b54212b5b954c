using System.Runtime.Versioning;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Data.Sets;

namespace ILGpuAutoencoders.Tests.Data.Sets;

/// <summary>Whose pixels the cache gives, who may read them, and how much of them is kept.</summary>
public sealed class PixelCacheFolderTests : IDisposable
{
    private static readonly DateTime s_archived = new(1980, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly TemporaryFolder _folder = new();

    private PixelOptions Options => new() { Size = 16, CacheFolder = _folder.At("cache") };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Another_data_set_of_equal_names_sizes_and_times_gives_its_own_pixels()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere the time of creation tells, which not every file system has.");
        Fill("A", 8, seed: 1);
        Fill("B", 8, seed: 100);
        byte[] first = Load("A");
        Directory.Move(_folder.At("A"), _folder.At("old"));
        Directory.Move(_folder.At("B"), _folder.At("A"));
        byte[] second = Load("A");
        Assert.NotEqual(first, second);
        Assert.Equal(second, Load("A", Options with { UseCache = false }));

        // Two pictures change places, and one is written over with its time set back.
        File.Move(_folder.At("A/0.bmp"), _folder.At("x"));
        File.Move(_folder.At("A/1.bmp"), _folder.At("A/0.bmp"));
        File.Move(_folder.At("x"), _folder.At("A/1.bmp"));
        Assert.Equal(Load("A", Options with { UseCache = false }), Load("A"));
        byte[] bmp = File.ReadAllBytes(_folder.At("A/3.bmp"));
        bmp[^1] ^= 255;
        File.WriteAllBytes(_folder.At("A/3.bmp"), bmp);
        File.SetLastWriteTimeUtc(_folder.At("A/3.bmp"), s_archived);
        Assert.Equal(Load("A", Options with { UseCache = false }), Load("A"));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void Nobody_else_may_read_it()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Modes are those of Unix.");
        Directory.CreateDirectory(_folder.At("cache"), (UnixFileMode)0b111_101_101);
        Fill("A", 3, seed: 1);
        Load("A");
        Assert.Equal((UnixFileMode)0b111_000_000, File.GetUnixFileMode(_folder.At("cache")));
        Assert.All(Directory.GetFiles(_folder.At("cache")), file => Assert.Equal((UnixFileMode)0b110_000_000, File.GetUnixFileMode(file)));
    }

    [Fact]
    public void Of_a_data_set_that_changes_two_states_are_kept_and_of_one_that_is_split_anew_all()
    {
        for (int i = 3; i < 9; i++)
        {
            Fill("A", i, seed: 1);
            Load("A");
        }
        Assert.Equal(2, Directory.GetFiles(_folder.At("cache")).Length);
        var entries = Enumerable.Range(0, 8).Select(i => new PictureEntry($"{i}.bmp")).ToList();
        for (int i = 1; i < 5; i++)
        {
            PixelCache.Load(new DatasetIndex(_folder.At("A"), entries[..i], entries[i..], []), DatasetSplit.Train, Options);
        }
        Assert.Equal(6, Directory.GetFiles(_folder.At("cache")).Length);
    }

    [Fact]
    public void Beyond_the_limit_the_sets_written_first_go()
    {
        string[] sets = ["A", "B", "C", "D"];
        foreach (string set in sets)
        {
            Fill(set, 4, seed: 1);
            Load(set, Options with { CacheBytes = 3 * 4 * 768 });
            foreach (string file in Directory.GetFiles(_folder.At("cache")))
            {
                File.SetLastWriteTimeUtc(file, File.GetLastWriteTimeUtc(file).AddMinutes(-1));
            }
        }
        Assert.Equal(2, Directory.GetFiles(_folder.At("cache")).Length);
        File.SetLastWriteTimeUtc(_folder.Write("cache/abandoned.tmp", [1]), DateTime.UtcNow.AddDays(-2));
        _folder.Write("cache/foreign.txt", [1]);
        Load("A", Options with { CacheBytes = 1 });
        Assert.Equal(
            ["foreign.txt"],
            Directory.GetFiles(_folder.At("cache")).Select(Path.GetFileName).Where(
                name => !name!.EndsWith(".pixels", StringComparison.Ordinal)));
        Assert.Single(Directory.GetFiles(_folder.At("cache"), "*.pixels"));
    }

    [Fact]
    public void An_identity_is_that_of_what_a_link_leads_to_and_of_nothing_where_there_is_none()
    {
        Assert.Equal(new FileIdentity(-1, -1, -1, -1), FileIdentity.Of(_folder.At("none")));
        string file = _folder.Write("1", [1, 2, 3]);
        Assert.Equal(3, FileIdentity.Of(file).Length);
        Assert.Equal(FileIdentity.Of(file), FileIdentity.Of(file));
        if (!OperatingSystem.IsWindows())
        {
            File.CreateSymbolicLink(_folder.At("2"), file);
            Assert.Equal(FileIdentity.Of(file), FileIdentity.Of(_folder.At("2")));
        }
    }

    private byte[] Load(string set, PixelOptions? options = null)
    {
        using var stream = new MemoryStream();
        var index = ImageFolder.Scan(_folder.At(set), 0, whole: DatasetSplit.Train);
        PixelCache.Load(index, DatasetSplit.Train, options ?? Options).WriteTo(stream);
        return stream.ToArray();
    }

    private void Fill(string set, int count, int seed)
    {
        for (int i = 0; i < count; i++)
        {
            byte[] pixels = DrawnPictures.Random(16, 16, seed + i).Pixels.ToArray();
            byte[] header = [.. "BM"u8, .. Word(54 + pixels.Length), .. Word(0), .. Word(54), .. Word(40), .. Word(16), .. Word(16), 1, 0,
                24, 0, .. new byte[24]];
            string path = $"{set}/{i}.bmp";
            if (!File.Exists(_folder.At(path)))
            {
                File.SetLastWriteTimeUtc(_folder.Write(path, [.. header, .. pixels]), s_archived);
            }
        }

        static byte[] Word(int value) => BitConverter.GetBytes(value);
    }
}
