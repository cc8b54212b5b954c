using ILGpuAutoencoders.Data.Sets;

namespace ILGpuAutoencoders.Data;

/// <summary>The pictures of one part of a data set in memory: square, 8-bit RGB, NHWC.</summary>
public sealed class PixelSet
{
    private readonly byte[][] _chunks;
    private readonly int _perChunk;

    /// <summary>A set over pixels.</summary>
    /// <param name="size">Side of the pictures in pixels.</param>
    /// <param name="names">A name for each picture.</param>
    /// <param name="pixels">Count x size x size x 3 bytes. Kept, not copied.</param>
    /// <exception cref="ArgumentException">The number of bytes does not fit the number of names.</exception>
    public PixelSet(int size, IReadOnlyList<string> names, byte[] pixels)
        : this(size, [.. names.Select(name => new PictureEntry(name))], [pixels], Math.Max(1, names.Count), [])
    {
        if (pixels.LongLength != (long)names.Count * ImageLength)
        {
            throw new ArgumentException(
                $"PixelSet: {names.Count} pictures of side {size} are {(long)names.Count * ImageLength} bytes, got {pixels.LongLength}.");
        }
    }

    internal PixelSet(int size, IReadOnlyList<PictureEntry> entries, byte[][] chunks, int perChunk, IReadOnlyList<BadPicture> bad)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        Size = size;
        Entries = entries;
        Bad = bad;
        _chunks = chunks;
        _perChunk = perChunk;
    }

    /// <summary>The number of pictures.</summary>
    public int Count => Entries.Count;

    /// <summary>Side of the pictures in pixels.</summary>
    public int Size { get; }

    /// <summary>Bytes of a picture: size x size x 3. A picture in a batch has as many floats.</summary>
    public int ImageLength => 3 * Size * Size;

    /// <summary>Path (or name) and class of each picture.</summary>
    public IReadOnlyList<PictureEntry> Entries { get; }

    /// <summary>The pictures of the folder that could not be decoded and are not in the set.</summary>
    public IReadOnlyList<BadPicture> Bad { get; }

    /// <summary>The pixels of a picture: rows from the top, three bytes per pixel.</summary>
    /// <param name="index">The picture, from 0.</param>
    public ReadOnlySpan<byte> Image(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
        return _chunks[index / _perChunk].AsSpan(index % _perChunk * ImageLength, ImageLength);
    }

    /// <summary>A copy of a picture, to show or save.</summary>
    /// <param name="index">The picture, from 0.</param>
    public Picture ToPicture(int index) => new(Size, Size, Image(index).ToArray());

    /// <summary>The middle squares of the pictures.</summary>
    /// <param name="size">Their side in pixels, at most <see cref="Size"/>.</param>
    public PixelSet Centre(int size)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, Size);
        if (size == Size)
        {
            return this;
        }
        int length = 3 * size * size;
        (byte[][] chunks, int perChunk) = Allocate(Count, length);
        for (int i = 0; i < Count; i++)
        {
            var place = Cut.Place(Size - size, 0, Corruption.EvaluationEpoch, (uint)i);
            Cut.Copy(Image(i), Size, place, size, chunks[i / perChunk].AsSpan(i % perChunk * length, length));
        }
        return new PixelSet(size, Entries, chunks, perChunk, Bad);
    }

    /// <summary>All pixels as raw bytes, picture after picture.</summary>
    /// <param name="destination">Where to write them.</param>
    /// <param name="cancellation">Stops the writing.</param>
    public void WriteTo(Stream destination, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        for (int i = 0; i < Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            destination.Write(Image(i));
        }
    }

    /// <summary>Room for pictures in chunks, since one array holds at most 2 GB.</summary>
    internal static (byte[][] Chunks, int PerChunk) Allocate(int count, int imageLength)
    {
        int perChunk = Math.Max(1, (256 << 20) / imageLength);
        byte[][] chunks = new byte[(count + perChunk - 1) / perChunk][];
        for (int i = 0; i < chunks.Length; i++)
        {
            chunks[i] = GC.AllocateUninitializedArray<byte>(Math.Min(perChunk, count - i * perChunk) * imageLength);
        }
        return (chunks, perChunk);
    }
}
