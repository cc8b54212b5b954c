using System.IO.Hashing;

namespace ILGpuAutoencoders.Data.Import;

/// <summary>Compares, at its end, what was read of a zip entry with the length and the CRC-32 stated in the archive.</summary>
/// <param name="inner">The stream.</param>
/// <param name="name">The entry, for the message.</param>
/// <param name="length">Bytes that it must have.</param>
/// <param name="crc">The CRC-32 that it must have.</param>
internal sealed class CheckedStream(Stream inner, string name, long length, uint crc) : ReadOnlyStream
{
    private readonly Crc32 _crc = new();
    private long _read;

    public override int Read(Span<byte> buffer)
    {
        int got = inner.Read(buffer);
        _crc.Append(buffer[..got]);
        _read += got;
        if (_read > length)
        {
            throw new InvalidDataException($"'{name}' unpacks to more than it states, so it may be a bomb");
        }
        if (got == 0 && buffer.Length > 0 && (_read != length || _crc.GetCurrentHashAsUInt32() != crc))
        {
            throw new InvalidDataException($"'{name}' {(_read == length ? "does not have its checksum" : "is cut short")}");
        }
        return got;
    }

    protected override void Dispose(bool disposing)
    {
        inner.Dispose();
        base.Dispose(disposing);
    }
}
