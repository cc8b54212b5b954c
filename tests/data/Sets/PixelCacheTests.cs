using System.IO.Hashing;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Data.Sets;

namespace ILGpuAutoencoders.Tests.Data.Sets;

public sealed class PixelCacheTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Pictures_are_decoded_once_and_then_come_from_the_cache()
    {
        var index = Pictures(12);
        var first = PixelCache.Load(index, DatasetSplit.Train, Options);
        string cache = Assert.Single(Directory.GetFiles(Options.CacheFolder!));
        var written = File.GetLastWriteTimeUtc(cache);
        var decoded = new List<int>();
        var second = PixelCache.Load(index, DatasetSplit.Train, Options, new Recorder(decoded));
        Assert.Empty(decoded);
        Assert.Equal(written, File.GetLastWriteTimeUtc(cache));
        Assert.Equal(Bytes(first), Bytes(second));
        Assert.Equal(index.Train, second.Entries);
    }

    [Fact]
    public void A_changed_picture_makes_the_cache_stale()
    {
        var index = Pictures(12);
        byte[] before = Bytes(PixelCache.Load(index, DatasetSplit.Train, Options));
        string path = _folder.Write(index.Train[3].Path, PixelCodec.EncodePng(DrawnPictures.Random(20, 20, 99)));
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddHours(1));
        byte[] after = Bytes(PixelCache.Load(index, DatasetSplit.Train, Options));
        Assert.NotEqual(before, after);
        Assert.Equal(after, Bytes(PixelCache.Load(index, DatasetSplit.Train, Options with { UseCache = false })));
        Assert.Single(Directory.GetFiles(Options.CacheFolder!));
    }

    [Fact]
    public void A_cache_of_an_earlier_version_which_does_not_count_other_proportions_is_read()
    {
        const int Hash = 16, Slots = 8 + (2 * Hash);
        var index = Pictures(12);
        var made = PixelCache.Load(index, DatasetSplit.Train, Options);
        string cache = Assert.Single(Directory.GetFiles(Options.CacheFolder!));
        byte[] file = File.ReadAllBytes(cache)[..^sizeof(int)];
        XxHash128.Hash(file.AsSpan(Slots + (index.Train.Count * made.ImageLength))).CopyTo(file, Slots - Hash);
        File.WriteAllBytes(cache, file);
        var read = PixelCache.Load(index, DatasetSplit.Train, Options);
        Assert.Null(read.Reshaped);
        Assert.NotNull(made.Reshaped);
        Assert.Equal(Bytes(made), Bytes(read));
        Assert.Equal(file, File.ReadAllBytes(cache));
    }

    [Fact]
    public void Channels_and_fit_have_caches_of_their_own()
    {
        var index = Pictures(3);
        Assert.Equal(16 * 16, PixelCache.Load(index, DatasetSplit.Train, Options with { Channels = 1 }).ImageLength);
        Assert.Equal(16 * 16 * 3, PixelCache.Load(index, DatasetSplit.Train, Options).ImageLength);
        PixelCache.Load(index, DatasetSplit.Train, Options with { Fit = PictureFit.Pad });
        PixelCache.Load(index, DatasetSplit.Train, Options with { Size = new ImageSize(24, 16) });
        Assert.Equal(24 * 16 * 3, PixelCache.Load(index, DatasetSplit.Train, Options with { Size = new ImageSize(24, 16) }).ImageLength);
    }

    [Fact]
    public void A_damaged_cache_is_made_anew()
    {
        var index = Pictures(12);
        byte[] good = Bytes(PixelCache.Load(index, DatasetSplit.Train, Options));
        string cache = Assert.Single(Directory.GetFiles(Options.CacheFolder!));
        byte[] file = File.ReadAllBytes(cache);
        foreach (byte[] damaged in new[] { file[..^1], file[..20], [], [.. file[..^1], (byte)(file[^1] ^ 1)], [.. file, 0] })
        {
            File.WriteAllBytes(cache, damaged);
            Assert.Equal(good, Bytes(PixelCache.Load(index, DatasetSplit.Train, Options)));
            Assert.Equal(file, File.ReadAllBytes(cache));
        }
    }

    [Fact]
    public void A_cache_of_several_pieces_is_the_same_from_any_number_of_workers_and_checked_in_each()
    {
        var index = Pictures(5);
        _folder.Write(index.Train[1].Path, "no picture"u8.ToArray());
        var large = Options with { Size = 256, Workers = 1, MaxBadFraction = 0.2 };
        byte[] good = Bytes(PixelCache.Load(index, DatasetSplit.Train, large));
        string cache = Assert.Single(Directory.GetFiles(Options.CacheFolder!));
        byte[] file = File.ReadAllBytes(cache);
        Assert.True(file.Length > 3 << 18);
        Assert.Equal(good, Bytes(PixelCache.Load(index, DatasetSplit.Train, large with { Workers = 3 })));
        int length = 3 * 256 * 256;
        for (int at = file.Length - 1; at > 100; at -= 1 << 17)
        {
            if ((at - PixelTable.OffsetOf(0, length)) / length == 1)
            {
                // The slot of the bad picture holds nothing.
                continue;
            }
            byte[] damaged = [.. file];
            damaged[at] ^= 16;
            File.WriteAllBytes(cache, damaged);
            Assert.Equal(good, Bytes(PixelCache.Load(index, DatasetSplit.Train, large with { Workers = 3 })));
            Assert.Equal(file, File.ReadAllBytes(cache));
        }
    }

    [Fact]
    public void Size_and_crop_have_their_own_cache()
    {
        var index = Pictures(12);
        PixelCache.Load(index, DatasetSplit.Train, Options);
        Assert.Equal(24, PixelCache.Load(index, DatasetSplit.Train, Options with { Size = 24 }).Shape.Width);
        var cropped = PixelCache.Load(index, DatasetSplit.Train, Options with { Crop = Crop.Center(0.5f) });
        Assert.NotEqual(Bytes(PixelCache.Load(index, DatasetSplit.Train, Options)), Bytes(cropped));
    }

    [Fact]
    public void Bad_pictures_are_named_counted_and_skipped_whatever_the_number_of_workers()
    {
        var index = Pictures(200);
        _folder.Write(index.Train[7].Path, "no picture"u8.ToArray());
        byte[]? expected = null;
        foreach (int workers in new[] { 1, 2, 8 })
        {
            for (int round = 0; round < 2; round++)
            {
                var set = PixelCache.Load(index, DatasetSplit.Train, Options with { Workers = workers, UseCache = workers == 8 });
                Assert.Equal(199, set.Count);
                Assert.Equal(index.Train[7].Path, Assert.Single(set.Bad).Name);
                Assert.DoesNotContain(index.Train[7], set.Entries);
                Assert.Equal(expected ??= Bytes(set), Bytes(set));
            }
        }
    }

    [Fact]
    public void Too_many_bad_pictures_end_it_with_names()
    {
        var index = Pictures(200);
        foreach (int i in new[] { 5, 60, 150 })
        {
            _folder.Write(index.Train[i].Path, DrawnPictures.Jpeg()[..100]);
        }
        var error = Assert.Throws<DataSetException>(() => PixelCache.Load(index, DatasetSplit.Train, Options));
        Assert.Contains("3 of 200", error.Message, StringComparison.Ordinal);
        Assert.Contains(index.Train[60].Path, error.Message, StringComparison.Ordinal);
        Assert.Contains(_folder.Root, error.Message, StringComparison.Ordinal);
        Assert.Equal(197, PixelCache.Load(index, DatasetSplit.Train, Options with { MaxBadFraction = 0.02 }).Count);
    }

    [Fact]
    public void A_cache_that_cannot_be_written_is_no_error()
    {
        var index = Pictures(3);
        string file = _folder.Write("file", [1]);
        var set = PixelCache.Load(index, DatasetSplit.Train, Options with { CacheFolder = Path.Combine(file, "below") });
        Assert.Equal(3, set.Count);
    }

    [Fact]
    public void Cancellation_stops_it()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(
            () => PixelCache.Load(Pictures(5), DatasetSplit.Train, Options, cancellation: cancelled.Token));
    }

    private PixelOptions Options => new() { Size = 16, Workers = 2, CacheFolder = _folder.At("cache") };

    private DatasetIndex Pictures(int count)
    {
        var entries = new List<PictureEntry>();
        for (int i = 0; i < count; i++)
        {
            entries.Add(new PictureEntry($"picture-{i:D3}.png"));
            _folder.Write(entries[i].Path, PixelCodec.EncodePng(DrawnPictures.Random(20, 18, i)));
        }
        return new DatasetIndex(_folder.Root, entries, [], []);
    }

    private static byte[] Bytes(PixelSet set)
    {
        using var stream = new MemoryStream();
        set.WriteTo(stream);
        return stream.ToArray();
    }

    private sealed class Recorder(List<int> reports) : IProgress<int>
    {
        public void Report(int value) => reports.Add(value);
    }
}
