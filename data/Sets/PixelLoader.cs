using System.Globalization;
using ILGpuAutoencoders.Data.Basics;

namespace ILGpuAutoencoders.Data.Sets;

/// <summary>
/// Decodes or draws pictures on several threads, or takes them from the cache. Those of a small part are kept in memory; those of a large
/// one go to its cache file as they are made, and stay there.
/// </summary>
/// <param name="count">Number of pictures.</param>
/// <param name="options">Size, threads, and what counts as large.</param>
/// <param name="make">Makes the pixels of one picture.</param>
/// <param name="reshaped">How many of those made so far had other proportions than are wanted.</param>
internal sealed class PixelLoader(int count, PixelOptions options, PixelMaker make, Func<int> reshaped)
{
    private const int PicturesPerReport = 64;

    private readonly int _length = options.Frame.Shape.Length;

    /// <summary>Whether the pictures are more than are kept in memory.</summary>
    internal static bool IsLarge(int count, PixelOptions options) =>
        (long)options.Frame.Shape.Length * count > options.ResidentBytes;

    /// <summary>Runs a maker for all pictures.</summary>
    /// <param name="count">Number of pictures.</param>
    /// <param name="workers">The most threads.</param>
    /// <param name="make">Makes one picture, and returns why it is bad, or null.</param>
    /// <param name="progress">Called now and then, from any thread, with the number of pictures done.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>What the maker returned for each.</returns>
    internal static string?[] ForEach(
        int count, int workers, Func<int, string?> make, IProgress<int>? progress, CancellationToken cancellation)
    {
        string?[] problems = new string?[count];
        int done = 0;
        ParallelLoop.For(count, workers, i =>
        {
            problems[i] = make(i);
            if (Interlocked.Increment(ref done) is var ready && (ready % PicturesPerReport == 0 || ready == count))
            {
                progress?.Report(ready);
            }
        }, cancellation);
        return problems;
    }

    /// <summary>Makes or reads all pictures.</summary>
    /// <param name="file">Where they are cached; null for nowhere, which keeps even a large part in memory.</param>
    /// <param name="progress">Called now and then, from any thread, with the number of pictures made.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="DataSetException">They fit neither into the folder of the cache nor into memory.</exception>
    internal LoadedPixels Load(PixelCacheFile? file, IProgress<int>? progress, CancellationToken cancellation)
    {
        bool staysInFile = file is not null && IsLarge(count, options);
        if (file?.TryRead(inMemory: !staysInFile, cancellation) is { } cached)
        {
            return cached;
        }
        if (staysInFile)
        {
            var failure = file!.TryWrite(make, reshaped, progress, cancellation);
            if (failure is null && file.TryRead(inMemory: false, cancellation) is { } written)
            {
                return written;
            }
            RequireMemory(file.Folder, failure);
            return MakeInMemory(progress, cancellation);
        }
        var made = MakeInMemory(progress, cancellation);
        file?.TryWrite(
            (i, pixels) =>
            {
                made.Store.Read(i, []).CopyTo(pixels);
                return made.Problems[i];
            }, reshaped, null, cancellation);
        return made;
    }

    private LoadedPixels MakeInMemory(IProgress<int>? progress, CancellationToken cancellation)
    {
        var pixels = new MemoryPixels(count, _length);
        string?[] problems = ForEach(count, options.Workers, i => make(i, pixels.Slot(i)), progress, cancellation);
        return new LoadedPixels(pixels, problems, reshaped());
    }

    private void RequireMemory(string folder, Exception? failure)
    {
        long bytes = (long)count * _length, free = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes - Environment.WorkingSet;
        if (bytes > free / 2)
        {
            string size = (bytes / (double)(1L << 30)).ToString("0.0", CultureInfo.InvariantCulture);
            throw new DataSetException(
                $"The pixels of {count} pictures, {size} GiB, can neither be kept in '{folder}' "
                + $"({failure?.Message ?? "what was written does not read back"}) nor in memory: make room there, or set XDG_CACHE_HOME to "
                + "a folder with room.", failure);
        }
    }
}
