namespace ILGpuAutoencoders.Engine.Devices;

/// <summary>Where a storage is in its pool.</summary>
internal readonly record struct Block(StoragePool? Pool, int Chunk, long Offset, long Length);

/// <summary>One allocation of the device's driver or of the operating system.</summary>
internal abstract class MemoryChunk(long length) : IDisposable
{
    internal BlockAllocator Allocator { get; } = new(length);

    internal long Length { get; } = length;

    internal abstract Storage CreateStorage(long offset, int length);

    public abstract void Dispose();
}

/// <summary>
/// Carves storage of one device out of a few large chunks: an allocation by the driver costs microseconds and synchronises.
/// </summary>
internal sealed class StoragePool(ComputeDevice device, long smallestChunk) : IDisposable
{
    /// <summary>ILGPU assumes 256-byte alignment of views for its vector accesses and never checks it.</summary>
    internal const int AlignmentInWords = 64;

    private readonly List<MemoryChunk> _chunks = [];
    private long _used;

    /// <summary>Peak number of words handed out at any one time.</summary>
    internal long Peak { get; private set; }

    internal long Used => _used;

    /// <summary>Words of all chunks.</summary>
    internal long Reserved => _chunks.Sum(chunk => chunk.Length);

    internal Storage Allocate(int length)
    {
        long rounded = Math.Max(1, (length + (long)AlignmentInWords - 1) / AlignmentInWords) * AlignmentInWords;
        for (int i = 0; i < _chunks.Count; i++)
        {
            if (_chunks[i].Allocator.TryAllocate(rounded) is { } offset)
            {
                return Create(i, offset, rounded, length);
            }
        }

        _chunks.Add(device.AllocateChunk(Math.Max(rounded, smallestChunk)));
        return Create(_chunks.Count - 1, _chunks[^1].Allocator.TryAllocate(rounded)!.Value, rounded, length);
    }

    internal void Free(in Block block)
    {
        _chunks[block.Chunk].Allocator.Free(block.Offset, block.Length);
        _used -= block.Length;
    }

    public void Dispose()
    {
        foreach (var chunk in _chunks)
        {
            chunk.Dispose();
        }

        _chunks.Clear();
    }

    private Storage Create(int chunk, long offset, long rounded, int length)
    {
        _used += rounded;
        Peak = Math.Max(Peak, _used);
        var storage = _chunks[chunk].CreateStorage(offset, length);
        storage.Block = new Block(this, chunk, offset, rounded);
        return storage;
    }
}
