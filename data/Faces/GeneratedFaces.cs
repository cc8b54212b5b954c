using System.Globalization;
using ILGpuAutoencoders.Data.Drawing;
using ILGpuAutoencoders.Data.Faces;
using ILGpuAutoencoders.Data.Folders;
using ILGpuAutoencoders.Data.Sets;
using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Data;

/// <summary>
/// Faces of people who do not exist, drawn from a seed: varied in shape, pose, light, skin, hair, expression, glasses, clothes and
/// background. A face depends on (seed, index) alone and is the same person at every size.
/// </summary>
public static class GeneratedFaces
{
    /// <summary>The default number of faces.</summary>
    public const int DefaultCount = 2000;

    /// <summary>The largest side of a face in pixels.</summary>
    public const int MostSide = SampleGrid.MostSide;

    /// <summary>Draws one face.</summary>
    /// <param name="seed">The data seed.</param>
    /// <param name="index">Which face.</param>
    /// <param name="side">Side in pixels: a multiple of 16 from 16 to 256.</param>
    /// <returns>side x side x 3 bytes, rows from the top, RGB.</returns>
    public static byte[] Draw(ulong seed, int index, int side)
    {
        byte[] pixels = new byte[3 * side * side];
        Draw(seed, index, side, pixels);
        return pixels;
    }

    /// <summary>Draws one face into memory.</summary>
    /// <param name="seed">The data seed.</param>
    /// <param name="index">Which face.</param>
    /// <param name="side">Side in pixels: a multiple of 16 from 16 to 256.</param>
    /// <param name="destination">side x side x 3 bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The side is not one of those.</exception>
    public static void Draw(ulong seed, int index, int side, Span<byte> destination)
    {
        SampleGrid.RequireSide(side);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfNotEqual(destination.Length, 3 * side * side);
        var random = new RandomStream(seed, RandomPurpose.Faces, item: (uint)index);
        SampleGrid.Photograph(new FaceScene(random), random, side, destination);
    }

    /// <summary>Draws one face in a frame: as a square that is no smaller, which is then cropped, resized and fitted.</summary>
    /// <param name="seed">The data seed.</param>
    /// <param name="index">Which face.</param>
    /// <param name="frame">The frame; no side above <see cref="MostSide"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side is larger.</exception>
    public static Picture Draw(ulong seed, int index, PictureFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        return SampleGrid.Framed(frame, side => Draw(seed, index, side));
    }

    /// <summary>The names and split of <paramref name="count"/> faces: 90/5/5, in order.</summary>
    /// <param name="count">Faces in all, at least 1.</param>
    public static DatasetIndex Index(int count = DefaultCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        int part = SplitPlan.PartOf(count), train = count - 2 * part;
        return new DatasetIndex($"faces:{count}", Names(0, train), Names(train, part), Names(train + part, part));
    }

    /// <summary>Draws one part of <paramref name="count"/> faces.</summary>
    /// <param name="seed">The data seed.</param>
    /// <param name="count">Faces in all parts.</param>
    /// <param name="split">The part to draw.</param>
    /// <param name="options">Their size, no side above 256, threads, and the cache, which holds large parts only.</param>
    /// <param name="progress">Called now and then, from any thread, with the number of faces drawn.</param>
    /// <param name="cancellation">Stops the work.</param>
    internal static PixelSet Load(
        ulong seed, int count, DatasetSplit split, PixelOptions options, IProgress<int>? progress = null,
        CancellationToken cancellation = default)
    {
        var frame = options.Frame with { Crop = Crop.Whole };
        var shape = frame.Shape;
        bool isDrawn = shape == (PictureShape)shape.Width && shape.Width % 16 == 0;
        var index = Index(count);
        var entries = index[split];
        int first = split switch
        {
            DatasetSplit.Train => 0,
            DatasetSplit.Val => index.Train.Count,
            _ => index.Train.Count + index.Val.Count,
        };
        string? Draw(int i, Span<byte> pixels)
        {
            if (isDrawn)
            {
                GeneratedFaces.Draw(seed, first + i, shape.Width, pixels);
            }
            else
            {
                GeneratedFaces.Draw(seed, first + i, frame).Pixels.CopyTo(pixels);
            }
            return null;
        }

        // A few faces are drawn as fast as they would be looked up.
        bool isCached = options.UseCache && PixelLoader.IsLarge(entries.Count, options);
        var file = isCached ? PixelCacheFile.OfFaces(seed, first, entries.Count, options) : null;
        int reshaped = frame.Reshapes(MostSide) ? entries.Count : 0;
        var loaded = new PixelLoader(entries.Count, options, Draw, () => reshaped).Load(file, progress, cancellation);
        return new PixelSet(shape, entries, loaded.Store, null, []) { Reshaped = reshaped };
    }

    private static PictureEntry[] Names(int first, int count) =>
        [.. Enumerable.Range(first, count).Select(i => new PictureEntry(string.Create(CultureInfo.InvariantCulture, $"face-{i:D5}.png")))];
}
