using ILGpuAutoencoders.Data;

namespace ILGpuAutoencoders.Tests.Data.Sets;

/// <summary>Parts that stay in their cache file, since they are larger than is kept in memory.</summary>
public sealed class LargePartTests : IDisposable
{
    private const int Size = 16;

    private readonly TemporaryFolder _folder = new();

    private PixelOptions InMemory => new() { Size = Size, Workers = 2, MaxBadFraction = 0.2, CacheFolder = _folder.At("cache") };

    private PixelOptions InFile => InMemory with { ResidentBytes = 0 };

    private string CacheFile => Assert.Single(Directory.GetFiles(_folder.At("cache")));

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void It_gives_the_pixels_that_it_gives_in_memory_decoded_and_cached(int workers)
    {
        var index = Pictures(40);
        _folder.Write(index.Train[0].Path, "no picture"u8.ToArray());
        _folder.Write(index.Train[39].Path, "no picture"u8.ToArray());
        var expected = PixelCache.Load(index, DatasetSplit.Train, InMemory with { UseCache = false });
        var decoded = PixelCache.Load(index, DatasetSplit.Train, InFile with { Workers = workers });
        byte[] file = File.ReadAllBytes(CacheFile);
        var cached = PixelCache.Load(index, DatasetSplit.Train, InFile with { Workers = workers }, new Forbidden());
        foreach (var set in (PixelSet[])[decoded, cached, PixelCache.Load(index, DatasetSplit.Train, InMemory, new Forbidden())])
        {
            Assert.Equal(Bytes(expected), Bytes(set));
            Assert.Equal(expected.Entries, set.Entries);
            Assert.Equal(expected.Bad, set.Bad);
            Assert.Equal(Bytes(expected.Centre(6)), Bytes(set.Centre(6)));
            Assert.Equal(expected.ToPicture(37).Pixels, set.ToPicture(37).Pixels);
        }
        Assert.Equal(file, File.ReadAllBytes(CacheFile));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(9)]
    public void Its_batches_are_those_of_pictures_in_memory(int? cut)
    {
        var index = Pictures(21);
        var options = new BatchOptions
        {
            BatchSize = 8,
            Seed = 3,
            Cut = cut,
            Flip = true,
            Corruption = new Corruption(CorruptionKind.Gaussian, 0.2f),
            Workers = 3,
        };
        var expected = new BatchSource(PixelCache.Load(index, DatasetSplit.Train, InMemory), options);
        var actual = new BatchSource(PixelCache.Load(index, DatasetSplit.Train, InFile), options);
        foreach (var (one, other) in expected.Epoch(5).Zip(actual.Epoch(5)))
        {
            Assert.Equal(one.Input, other.Input);
            Assert.Equal(one.Target, other.Target);
        }
    }

    [Fact]
    public void Many_drawn_faces_are_drawn_once()
    {
        foreach (var progress in (IProgress<int>?[])[null, new Forbidden()])
        {
            var faces = GeneratedFaces.Load(4, 60, DatasetSplit.Val, InFile, progress);
            Assert.Equal(3, faces.Count);
            Assert.Equal(GeneratedFaces.Draw(4, 56, Size), faces.Image(2));
        }
        Assert.NotEqual(
            Bytes(GeneratedFaces.Load(4, 60, DatasetSplit.Val, InFile)), Bytes(GeneratedFaces.Load(5, 60, DatasetSplit.Val, InFile)));
        string[] files = Directory.GetFiles(_folder.At("cache"));
        GeneratedFaces.Load(4, 60, DatasetSplit.Val, InMemory);
        Assert.Equal(files, Directory.GetFiles(_folder.At("cache")));
    }

    [Fact]
    public void Whoever_cuts_or_changes_the_file_in_use_causes_an_error_and_no_other_pixels()
    {
        var index = Pictures(12);
        byte[] good = Bytes(PixelCache.Load(index, DatasetSplit.Train, InFile));
        byte[] file = File.ReadAllBytes(CacheFile);
        int last = file.Length - sizeof(int) - (12 * sizeof(ulong)) - 5;
        byte[] changed = [.. file];
        changed[last] ^= 1;
        foreach (byte[] damaged in (byte[][])[file[..(file.Length / 2)], [], changed])
        {
            var set = PixelCache.Load(index, DatasetSplit.Train, InFile);
            File.WriteAllBytes(CacheFile, damaged);
            var error = Assert.Throws<DataSetException>(() => Bytes(set));
            Assert.Contains(CacheFile, error.Message, StringComparison.Ordinal);
            Assert.Contains("changed by another program", error.Message, StringComparison.Ordinal);
            var batches = new BatchSource(set, new BatchOptions { BatchSize = 4, Workers = 2 });
            Assert.Throws<DataSetException>(() => batches.Sequential().Count());
            Assert.Equal(good, Bytes(PixelCache.Load(index, DatasetSplit.Train, InFile)));
            Assert.Equal(file, File.ReadAllBytes(CacheFile));
        }
    }

    [Fact]
    public void A_file_that_is_removed_or_replaced_stays_readable()
    {
        var index = Pictures(12);
        var set = PixelCache.Load(index, DatasetSplit.Train, InFile);
        byte[] good = Bytes(set);
        File.Delete(CacheFile);
        Assert.Equal(good, Bytes(set));
        PixelCache.Load(index, DatasetSplit.Train, InFile);
        Assert.Equal(good, Bytes(set));
    }

    [Fact]
    public void Where_the_cache_cannot_be_written_it_is_kept_in_memory_if_it_fits()
    {
        var index = Pictures(12);
        var nowhere = InFile with { CacheFolder = Path.Combine(_folder.Write("file", [1]), "below") };
        Assert.Equal(
            Bytes(PixelCache.Load(index, DatasetSplit.Train, InMemory)), Bytes(PixelCache.Load(index, DatasetSplit.Train, nowhere)));

        // 12 pictures of 26,000 x 26,000 are 24 GB; each is a thousand times there.
        var many = new DatasetIndex(index.Root, [.. Enumerable.Range(0, 12_000).Select(i => index.Train[i % 12])], [], []);
        var error = Assert.Throws<DataSetException>(() => PixelCache.Load(many, DatasetSplit.Train, nowhere with { Size = 26_000 }));
        Assert.Contains("12000 pictures", error.Message, StringComparison.Ordinal);
        Assert.Contains(nowhere.CacheFolder!, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stop_while_it_is_made_leaves_nothing()
    {
        using var stop = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(
            () => PixelCache.Load(Pictures(300), DatasetSplit.Train, InFile, new Stopper(stop), stop.Token));
        Assert.Empty(Directory.GetFiles(_folder.At("cache")));
        Assert.Throws<IOException>(() => PixelCache.Load(Pictures(300), DatasetSplit.Train, InFile, new Thrower()));
        Assert.Empty(Directory.GetFiles(_folder.At("cache")));
    }

    private DatasetIndex Pictures(int count)
    {
        var entries = Enumerable.Range(0, count).Select(i => new PictureEntry($"picture-{i:D3}.png")).ToList();
        for (int i = 0; i < count; i++)
        {
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

    private sealed class Forbidden : IProgress<int>
    {
        public void Report(int value) => Assert.Fail("A picture was made again.");
    }

    private sealed class Stopper(CancellationTokenSource stop) : IProgress<int>
    {
        public void Report(int value) => stop.Cancel();
    }

    private sealed class Thrower : IProgress<int>
    {
        public void Report(int value) => throw new IOException("the pipe is closed");
    }
}
