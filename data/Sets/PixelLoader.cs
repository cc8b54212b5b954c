using ILGpuAutoencoders.Data.Basics;
using ILGpuAutoencoders.Data.Folders;

namespace ILGpuAutoencoders.Data.Sets;

/// <summary>Decodes and resizes the pictures of a list on several threads; the result is in the order of the list.</summary>
internal static class PixelLoader
{
    /// <summary>Decodes all pictures, skipping bad ones.</summary>
    /// <param name="root">The folder that the paths are relative to.</param>
    /// <param name="entries">The pictures.</param>
    /// <param name="options">Size, crop and number of threads.</param>
    /// <param name="progress">Called now and then, from any thread, with the number of pictures done.</param>
    /// <param name="cancellation">Stops the work.</param>
    internal static DecodedPixels Load(
        string root, IReadOnlyList<PictureEntry> entries, PixelOptions options, IProgress<int>? progress, CancellationToken cancellation)
    {
        int imageLength = 3 * options.Size * options.Size;
        (byte[][] chunks, int perChunk) = PixelSet.Allocate(entries.Count, imageLength);
        string?[] problems = new string?[entries.Count];
        int done = 0;
        ParallelLoop.For(entries.Count, options.Workers, i =>
        {
            var result = Decode(root, entries[i].Path, options);
            if (result.IsGood)
            {
                PixelResizer.Resize(result.Picture, options.Crop, options.Size, Slot(chunks, perChunk, imageLength, i));
            }
            problems[i] = result.Problem;
            if (Interlocked.Increment(ref done) is var count && (count % 64 == 0 || count == entries.Count))
            {
                progress?.Report(count);
            }
        }, cancellation);
        return new DecodedPixels(chunks, perChunk, CloseGaps(chunks, perChunk, imageLength, problems));
    }

    // A path that was not a link when the folder was scanned, or that comes from split.json, may have become one.
    private static DecodeResult Decode(string root, string path, PixelOptions options) =>
        !options.FollowLinks && FolderWalk.LeadsOverLink(root, path)
            ? DecodeResult.Bad("its path goes through a link, which is not followed")
            : PixelCodec.DecodeFile(Path.Combine(root, path), options.MaxPixels);

    private static Span<byte> Slot(byte[][] chunks, int perChunk, int imageLength, int index) =>
        chunks[index / perChunk].AsSpan(index % perChunk * imageLength, imageLength);

    private static List<(int Index, string Problem)> CloseGaps(byte[][] chunks, int perChunk, int imageLength, string?[] problems)
    {
        var bad = new List<(int, string)>();
        for (int i = 0; i < problems.Length; i++)
        {
            if (problems[i] is { } problem)
            {
                bad.Add((i, problem));
            }
            else if (bad.Count > 0)
            {
                Slot(chunks, perChunk, imageLength, i).CopyTo(Slot(chunks, perChunk, imageLength, i - bad.Count));
            }
        }
        return bad;
    }
}

/// <summary>Decoded pictures of a list: the good ones packed in order, the bad ones by their index in the list.</summary>
internal readonly record struct DecodedPixels(byte[][] Chunks, int PerChunk, IReadOnlyList<(int Index, string Problem)> Bad);
