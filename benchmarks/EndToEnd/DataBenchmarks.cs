using BenchmarkDotNet.Attributes;
using ILGpuAutoencoders.Data;

namespace ILGpuAutoencoders.Benchmarks.EndToEnd;

/// <summary>
/// From pictures to floats, on all processors: 256 JPEG files of 256 x 256 pixels (16 drawn faces in turn), resized to 64 x 64; batches
/// are made from 2,048 pictures.
/// </summary>
/// <remarks>Bytes of the cache are counted as for a copy: read and written.</remarks>
public class DataBenchmarks : IRated
{
    private const int Files = 256, Faces = 16, Pictures = 2048, FileSide = 256, Side = 64, Quality = 90;

    private string _folder = null!;
    private byte[] _jpeg = [];
    private DatasetIndex _index = null!;
    private PixelOptions _options = null!, _large = null!;
    private BatchSource _clean = null!, _noisy = null!;

    Rate IRated.RateOf(string method) => method switch
    {
        nameof(ReadCache) => new(2.0 * Files * 3 * Side * Side, "GB/s"),
        nameof(ReadCacheOfLargePictures) => new(2.0 * Files * 3 * FileSide * FileSide, "GB/s"),
        nameof(DecodeOneJpeg) => new(1, "images/s"),
        nameof(LoadJpegs) => new(Files, "images/s"),
        nameof(DrawFaces) => new(GeneratedFaces.Index(Files).Train.Count, "images/s"),
        _ => new(Pictures, "images/s"),
    };

    [GlobalSetup]
    public void SetUp()
    {
        _folder = Directory.CreateTempSubdirectory("benchmark").FullName;
        string pictures = Directory.CreateDirectory(Path.Combine(_folder, "pictures", "train")).FullName;
        byte[][] faces =
            [.. Enumerable.Range(0, Faces).Select(
                i => PixelCodec.EncodeJpeg(new Picture(FileSide, FileSide, GeneratedFaces.Draw(seed: 1, i, FileSide)), Quality))];
        _jpeg = faces[0];
        for (int i = 0; i < Files; i++)
        {
            File.WriteAllBytes(Path.Combine(pictures, $"{i:D4}.jpg"), faces[i % Faces]);
        }

        var files = Enumerable.Range(0, Files).Select(i => new PictureEntry($"train/{i:D4}.jpg")).ToArray();
        _index = new DatasetIndex(Path.GetDirectoryName(pictures)!, files, [], []);
        _options = new PixelOptions { Size = Side, CacheFolder = Path.Combine(_folder, "cache") };
        _large = _options with { Size = FileSide };
        PixelCache.Load(_index, DatasetSplit.Train, _options);
        PixelCache.Load(_index, DatasetSplit.Train, _large);
        var set = new PixelSet(Side, [.. Enumerable.Range(0, Pictures).Select(i => $"{i}")], new byte[Pictures * 3 * Side * Side]);
        var batches = new BatchOptions { Workers = Environment.ProcessorCount };
        (_clean, _noisy) = (
            new BatchSource(set, batches),
            new BatchSource(set, batches with { Corruption = new Corruption(CorruptionKind.Gaussian, 0.2f), Flip = true }));
    }

    [GlobalCleanup]
    public void CleanUp() => Directory.Delete(_folder, recursive: true);

    [Benchmark]
    public int DecodeOneJpeg() => PixelCodec.Decode(_jpeg).Picture!.Width;

    [Benchmark]
    public int LoadJpegs() => PixelCache.Load(_index, DatasetSplit.Train, _options with { UseCache = false }).Count;

    /// <summary>Compares the files' sizes and times, reads the pixels and computes their checksum.</summary>
    [Benchmark]
    public int ReadCache() => PixelCache.Load(_index, DatasetSplit.Train, _options).Count;

    /// <summary>The same at 256 x 256, where the cost per file matters little.</summary>
    [Benchmark]
    public int ReadCacheOfLargePictures() => PixelCache.Load(_index, DatasetSplit.Train, _large).Count;

    [Benchmark]
    public int DrawFaces() => GeneratedFaces.Load(seed: 1, Files, DatasetSplit.Train, _options).Count;

    [Benchmark]
    public int Batches() => _clean.Epoch(0).Sum(batch => batch.Count);

    [Benchmark]
    public int BatchesWithNoise() => _noisy.Epoch(0).Sum(batch => batch.Count);
}
