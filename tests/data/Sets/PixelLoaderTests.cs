using ILGpuAutoencoders.Data;

namespace ILGpuAutoencoders.Tests.Data.Sets;

/// <summary>Pictures that are bad, vanish or change while they are loaded.</summary>
public sealed class PixelLoaderTests : IDisposable
{
    private static readonly TimeSpan s_watchdog = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0, 0.01, true)]
    [InlineData(1, 0.01, true)]
    [InlineData(2, 0.01, true)]
    [InlineData(3, 0.01, false)]
    [InlineData(20, 0.01, false)]
    [InlineData(20, 0.1, true)]
    [InlineData(200, 0.01, false)]
    [InlineData(200, 1, false)]
    public void Bad_pictures_are_counted_exactly_and_above_the_limit_all_are_listed(int bad, double limit, bool isBorne)
    {
        var index = Pictures(200);
        string[] spoiled = [.. index.Train.Where((_, i) => i % (200 / Math.Max(1, bad)) == 0).Take(bad).Select(entry => entry.Path)];
        foreach (string name in spoiled)
        {
            _folder.Write(name, PixelCodec.EncodePng(DrawnPictures.Random(20, 18))[..90]);
        }
        if (isBorne)
        {
            var set = Load(index, limit);
            Assert.Equal(200 - bad, set.Count);
            Assert.Equal(spoiled, set.Bad.Select(picture => picture.Name));
        }
        else
        {
            var error = Assert.Throws<DataSetException>(() => Load(index, limit));
            Assert.Equal(spoiled, error.Bad.Select(picture => picture.Name));
            Assert.Contains($"{bad} of 200", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Files_that_vanish_are_replaced_or_grow_between_scan_and_decoding_are_taken_as_they_are_then()
    {
        var index = Pictures(12);
        string[] paths = [.. index.Train.Select(entry => _folder.At(entry.Path))];
        File.Delete(paths[0]);
        File.WriteAllBytes(paths[1], PixelCodec.EncodePng(DrawnPictures.Random(31, 7, 99)));
        File.AppendAllText(paths[2], "more");
        File.WriteAllBytes(paths[3], []);
        File.Delete(paths[4]);
        Directory.CreateDirectory(paths[4]);
        File.WriteAllText(paths[5], "no picture any more, but as long as one has to be");

        var set = Load(index, 1);

        Assert.Equal([0, 3, 4, 5], set.Bad.Select(bad => index.Train.ToList().FindIndex(entry => entry.Path == bad.Name)));
        Assert.Equal(8, set.Count);
        Assert.Equal(PixelResizer.Resize(DrawnPictures.Random(31, 7, 99), Crop.Whole, 16).Pixels.ToArray(), set.Image(0).ToArray());
    }

    [Fact]
    public async Task Files_that_change_while_others_are_decoded_do_no_harm()
    {
        var index = Pictures(300);
        byte[][] contents =
            [[], [1, 2, 3], .. Enumerable.Range(0, 4).Select(i => PixelCodec.EncodePng(DrawnPictures.Random(20 + i, 18, i)))];
        using var done = new CancellationTokenSource();
        var disturber = Task.Run(() =>
        {
            var random = new Random(1);
            while (!done.IsCancellationRequested)
            {
                string path = _folder.At(index.Train[random.Next(300)].Path);
                switch (random.Next(3))
                {
                    case 0:
                        File.Delete(path);
                        break;
                    case 1:
                        File.WriteAllBytes(path, contents[random.Next(contents.Length)]);
                        break;
                    default:
                        File.AppendAllText(path, "more");
                        break;
                }
            }
        }, TestContext.Current.CancellationToken);
        for (int round = 0; round < 12; round++)
        {
            var pixels =
                await Task.Run(() => PixelCache.Load(index, DatasetSplit.Train, Options(1) with { UseCache = false }),
                    TestContext.Current.CancellationToken)
                .WaitAsync(s_watchdog, TestContext.Current.CancellationToken);
            Assert.InRange(pixels.Bad.Count, 0, 300);
            Assert.All(pixels.Bad, bad => Assert.NotEmpty(bad.Problem));
        }
        await done.CancelAsync();
        await disturber.WaitAsync(s_watchdog, TestContext.Current.CancellationToken);
    }

    [Fact]
    public void An_error_of_who_watches_comes_through_as_it_is()
    {
        var index = Pictures(64);
        Assert.Throws<IOException>(() => PixelCache.Load(index, DatasetSplit.Train, Options(1), new Thrower()));
    }

    private static PixelOptions Options(double limit) => new() { Size = 16, Workers = 3, UseCache = false, MaxBadFraction = limit };

    private static PixelSet Load(DatasetIndex index, double limit) => PixelCache.Load(index, DatasetSplit.Train, Options(limit));

    private DatasetIndex Pictures(int count)
    {
        PictureEntry[] entries = [.. Enumerable.Range(0, count).Select(i => new PictureEntry($"picture-{i:D3}.png"))];
        for (int i = 0; i < count; i++)
        {
            _folder.Write(entries[i].Path, PixelCodec.EncodePng(DrawnPictures.Random(20, 18, i)));
        }
        return new DatasetIndex(_folder.Root, entries, [], []);
    }

    private sealed class Thrower : IProgress<int>
    {
        public void Report(int value) => throw new IOException("the pipe is closed");
    }
}
