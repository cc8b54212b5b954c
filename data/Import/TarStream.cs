using System.Buffers.Binary;
using System.Formats.Tar;

namespace ILGpuAutoencoders.Data.Import;

/// <summary>
/// The bytes of a tar on their way to <see cref="TarReader"/>, which allocates as much memory as a header claims for a long name or for
/// attributes before it reads them, and accepts a tar truncated between two entries as complete.
/// </summary>
/// <param name="inner">The stream.</param>
internal sealed class TarStream(Stream inner) : ReadOnlyStream
{
    private const int BlockLength = 512, TypeAt = 156, SizeAt = 124, SizeLength = 12;
    private const long MostAttributeBytes = 1 << 20;

    private readonly byte[] _block = new byte[BlockLength];
    private long _read;
    private long _zerosAtEnd;

    /// <summary>Whether the tar ends as it must, with at least a block of zeros.</summary>
    internal bool IsComplete => _zerosAtEnd >= BlockLength;

    public override int Read(Span<byte> buffer)
    {
        int got = inner.Read(buffer);
        ReadOnlySpan<byte> bytes = buffer[..got];
        int other = bytes.LastIndexOfAnyExcept((byte)0);
        _zerosAtEnd = other < 0 ? _zerosAtEnd + got : got - 1 - other;
        while (bytes.Length > 0)
        {
            int at = (int)(_read % BlockLength), count = Math.Min(bytes.Length, BlockLength - at);
            bytes[..count].CopyTo(_block.AsSpan(at));
            bytes = bytes[count..];
            _read += count;
            if (at + count == BlockLength && ClaimsTooMuch(_block))
            {
                throw new InvalidDataException("it claims a name or attributes of more than a MiB");
            }
        }
        return got;
    }

    protected override void Dispose(bool disposing)
    {
        inner.Dispose();
        base.Dispose(disposing);
    }

    // Headers are at multiples of a block. Blocks of data are checked too, since telling them apart depends on untrusted sizes; none
    // looks like this by chance.
    private static bool ClaimsTooMuch(ReadOnlySpan<byte> block) =>
        (TarEntryType)block[TypeAt] is TarEntryType.LongPath or TarEntryType.LongLink
            or TarEntryType.ExtendedAttributes or TarEntryType.GlobalExtendedAttributes
        && SizeOf(block.Slice(SizeAt, SizeLength)) is > MostAttributeBytes and <= int.MaxValue;

    /// <summary>Octal digits, or a big-endian number after 0x80; -1 for neither, which the reader rejects.</summary>
    private static long SizeOf(ReadOnlySpan<byte> field)
    {
        if (field[0] == 0x80)
        {
            return BinaryPrimitives.ReadInt64BigEndian(field[^sizeof(long)..]);
        }
        long size = 0;
        foreach (byte digit in field.Trim(" \0"u8))
        {
            size = digit is >= (byte)'0' and <= (byte)'7' && size >= 0 ? (size * 8) + digit - '0' : -1;
        }
        return size;
    }
}
