namespace ILGpuAutoencoders.Data.Sets;

/// <summary>Where the pixels of pictures are: slots of equal length, which several threads may read at once.</summary>
/// <param name="length">Bytes of a picture.</param>
internal abstract class PixelStore(int length)
{
    /// <summary>Bytes of a picture.</summary>
    internal int Length => length;

    /// <summary>The pixels in a slot.</summary>
    /// <param name="slot">The slot, from 0.</param>
    /// <param name="room">At least <see cref="Length"/> bytes, which receive pixels that are not in memory.</param>
    /// <returns>The pixels where they lie in memory, or the room that they were read into.</returns>
    /// <exception cref="DataSetException">They cannot be read, or are no longer those that were stored.</exception>
    internal abstract ReadOnlySpan<byte> Read(int slot, Span<byte> room);
}
