using ILGpuAutoencoders.Data.Sets;

namespace ILGpuAutoencoders.Data;

/// <summary>
/// The pictures of one part of a data set: square, 8-bit RGB, NHWC. Those of a large part stay in a file and are read one by one. It may
/// be read from several threads at once.
/// </summary>
public sealed class PixelSet
{
    private readonly PixelStore _pixels;
    private readonly int[]? _slots;

    /// <summary>A set over pixels.</summary>
    /// <param name="size">Side of the pictures in pixels.</param>
    /// <param name="names">A name for each picture.</param>
    /// <param name="pixels">Count x size x size x 3 bytes. Kept, not copied.</param>
    /// <exception cref="ArgumentException">The number of bytes does not fit the number of names.</exception>
    public PixelSet(int size, IReadOnlyList<string> names, byte[] pixels)
        : this(size, [.. names.Select(name => new PictureEntry(name))], new MemoryPixels(pixels, 3 * size * size), null, [])
    {
        if (pixels.LongLength != (long)names.Count * ImageLength)
        {
            throw new ArgumentException(
                $"PixelSet: {names.Count} pictures of side {size} are {(long)names.Count * ImageLength} bytes, got {pixels.LongLength}.");
        }
    }

    /// <summary>A set over stored pixels.</summary>
    /// <param name="size">Side of the pictures in pixels.</param>
    /// <param name="entries">The pictures.</param>
    /// <param name="pixels">Where their pixels are.</param>
    /// <param name="slots">The slot of each picture; null where these are the same as the pictures' indices.</param>
    /// <param name="bad">The pictures that are left out.</param>
    internal PixelSet(int size, IReadOnlyList<PictureEntry> entries, PixelStore pixels, int[]? slots, IReadOnlyList<BadPicture> bad)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        Size = size;
        Entries = entries;
        Bad = bad;
        _pixels = pixels;
        _slots = slots;
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
    /// <exception cref="DataSetException">They are in a file that cannot be read or was changed.</exception>
    public ReadOnlySpan<byte> Image(int index) => Image(index, _pixels is MemoryPixels ? [] : new byte[ImageLength]);

    /// <summary>The pixels of a picture, without an allocation.</summary>
    /// <param name="index">The picture, from 0.</param>
    /// <param name="room">At least <see cref="ImageLength"/> bytes, which receive pixels that are not in memory.</param>
    /// <returns>The pixels where they lie in memory, or the room that they were read into.</returns>
    /// <exception cref="DataSetException">They are in a file that cannot be read or was changed.</exception>
    public ReadOnlySpan<byte> Image(int index, Span<byte> room)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
        return _pixels.Read(_slots is null ? index : _slots[index], room);
    }

    /// <summary>A copy of a picture, to show or save.</summary>
    /// <param name="index">The picture, from 0.</param>
    public Picture ToPicture(int index) => new(Size, Size, Image(index).ToArray());

    /// <summary>The middle squares of the pictures.</summary>
    /// <param name="size">Their side in pixels, at most <see cref="Size"/>.</param>
    public PixelSet Centre(int size)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, Size);
        return size == Size ? this : new PixelSet(size, Entries, new CentrePixels(_pixels, Size, size), _slots, Bad);
    }

    /// <summary>All pixels as raw bytes, picture after picture.</summary>
    /// <param name="destination">Where to write them.</param>
    /// <param name="cancellation">Stops the writing.</param>
    public void WriteTo(Stream destination, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        byte[] room = new byte[ImageLength];
        for (int i = 0; i < Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            destination.Write(Image(i, room));
        }
    }
}
