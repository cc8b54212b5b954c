using ILGpuAutoencoders.Data.Sets;

namespace ILGpuAutoencoders.Data;

/// <summary>
/// The pictures of one part of a data set: all of one shape, 8-bit, NHWC. Those of a large part stay in a file and are read one by one. It
/// may be read from several threads at once.
/// </summary>
public sealed class PixelSet
{
    private readonly PixelStore _pixels;
    private readonly int[]? _slots;

    /// <summary>A set over pixels.</summary>
    /// <param name="shape">Size and channels of the pictures.</param>
    /// <param name="names">A name for each picture.</param>
    /// <param name="pixels">Count x height x width x channels bytes. Kept, not copied.</param>
    /// <exception cref="ArgumentException">The number of bytes does not fit the number of names.</exception>
    public PixelSet(PictureShape shape, IReadOnlyList<string> names, byte[] pixels)
        : this(shape, [.. names.Select(name => new PictureEntry(name))], new MemoryPixels(pixels, shape.Length), null, [])
    {
        if (pixels.LongLength != (long)names.Count * ImageLength)
        {
            throw new ArgumentException(
                $"PixelSet: {names.Count} pictures of {shape} are {(long)names.Count * ImageLength} bytes, got {pixels.LongLength}.");
        }
    }

    /// <summary>A set over stored pixels.</summary>
    /// <param name="shape">Size and channels of the pictures.</param>
    /// <param name="entries">The pictures.</param>
    /// <param name="pixels">Where their pixels are.</param>
    /// <param name="slots">The slot of each picture; null where these are the same as the pictures' indices.</param>
    /// <param name="bad">The pictures that are left out.</param>
    internal PixelSet(
        PictureShape shape, IReadOnlyList<PictureEntry> entries, PixelStore pixels, int[]? slots, IReadOnlyList<BadPicture> bad)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Math.Min(shape.Width, shape.Height), 1, nameof(shape));
        Shape = shape;
        Entries = entries;
        Bad = bad;
        _pixels = pixels;
        _slots = slots;
    }

    /// <summary>The number of pictures.</summary>
    public int Count => Entries.Count;

    /// <summary>Size and channels of the pictures.</summary>
    public PictureShape Shape { get; }

    /// <summary>Bytes of a picture: height x width x channels. A picture in a batch has as many floats.</summary>
    public int ImageLength => Shape.Length;

    /// <summary>
    /// How many of the pictures had other proportions than these, and were stretched, cut or given bars; null where a cache of an earlier
    /// version does not say.
    /// </summary>
    public int? Reshaped { get; init; } = 0;

    /// <summary>Path (or name) and class of each picture.</summary>
    public IReadOnlyList<PictureEntry> Entries { get; }

    /// <summary>The pictures of the folder that could not be decoded and are not in the set.</summary>
    public IReadOnlyList<BadPicture> Bad { get; }

    /// <summary>The pixels of a picture: rows from the top, three bytes per pixel, or one of grey ones.</summary>
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

    /// <summary>Whether no pixel of any picture has a colour.</summary>
    /// <param name="cancellation">Stops the search.</param>
    public bool IsGrey(CancellationToken cancellation = default)
    {
        byte[] room = new byte[ImageLength];
        for (int i = 0; Shape.Channels != PictureShape.Grey && i < Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var pixels = Image(i, room);
            for (int at = 0; at < pixels.Length; at += PictureShape.Rgb)
            {
                if (pixels[at] != pixels[at + 1] || pixels[at] != pixels[at + 2])
                {
                    return false;
                }
            }
        }
        return true;
    }

    /// <summary>A copy of a picture, to show or save.</summary>
    /// <param name="index">The picture, from 0.</param>
    public Picture ToPicture(int index) => new(Shape.Width, Shape.Height, Image(index).ToArray());

    /// <summary>The middles of the pictures.</summary>
    /// <param name="size">Their size in pixels, at most that of <see cref="Shape"/>.</param>
    public PixelSet Centre(ImageSize size)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size.Width, Shape.Width, nameof(size));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size.Height, Shape.Height, nameof(size));
        return size == Shape.Size
            ? this
            : new PixelSet(
                new PictureShape(size, Shape.Channels), Entries, new CentrePixels(_pixels, Shape, size), _slots, Bad)
            { Reshaped = Reshaped };
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
