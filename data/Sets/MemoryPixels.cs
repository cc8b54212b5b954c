namespace ILGpuAutoencoders.Data.Sets;

/// <summary>Pixels in memory, in chunks, since one array holds at most 2 GB.</summary>
internal sealed class MemoryPixels : PixelStore
{
    private const int ChunkLength = 256 << 20;

    private readonly byte[][] _chunks;
    private readonly int _perChunk;

    /// <summary>Room for pictures.</summary>
    /// <param name="count">Number of pictures.</param>
    /// <param name="length">Bytes of each.</param>
    internal MemoryPixels(int count, int length)
        : base(length)
    {
        _perChunk = Math.Max(1, ChunkLength / length);
        _chunks = new byte[(count + _perChunk - 1) / _perChunk][];
        for (int i = 0; i < _chunks.Length; i++)
        {
            _chunks[i] = GC.AllocateUninitializedArray<byte>(Math.Min(_perChunk, count - i * _perChunk) * length);
        }
    }

    /// <summary>Pixels that lie one after the other.</summary>
    /// <param name="pixels">Kept, not copied.</param>
    /// <param name="length">Bytes of each picture.</param>
    internal MemoryPixels(byte[] pixels, int length)
        : base(length) =>
        (_chunks, _perChunk) = ([pixels], Math.Max(1, pixels.Length / Math.Max(1, length)));

    /// <summary>A slot, to read or fill.</summary>
    /// <param name="slot">The slot, from 0.</param>
    internal Span<byte> Slot(int slot) => _chunks[slot / _perChunk].AsSpan(slot % _perChunk * Length, Length);

    internal override ReadOnlySpan<byte> Read(int slot, Span<byte> room) => Slot(slot);
}
