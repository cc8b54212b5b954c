using ILGpuAutoencoders.Engine.Devices;

namespace ILGpuAutoencoders.Engine;

/// <summary>
/// A device without memory or arithmetic: it counts the memory that work would take on a real device, at no more cost than laying it out.
/// </summary>
public sealed class CountingDevice() : ComputeDevice(smallestChunk: 1 << 24)
{
    private long _largest;

    /// <inheritdoc/>
    public override string Name => "counting";

    /// <summary>
    /// Bytes that a real device needs for the same work, counting the largest operand twice: kernels work on padded copies.
    /// </summary>
    public long NeededBytes => ReservedBytes + (_largest * sizeof(float));

    /// <inheritdoc/>
    public override long FreeBytes => long.MaxValue;

    internal override bool HoldsValues => false;

    internal override bool RunsKernels => false;

    /// <inheritdoc/>
    public override void Synchronize()
    {
    }

    internal override MemoryChunk AllocateChunk(long length) => new CountingChunk(this, length);

    private protected override void Execute<TKernel>(in TKernel kernel)
    {
    }

    private protected override Action PrepareReplay(IKernel[] kernels) => () => { };

    private protected override void CopyFromHost(ReadOnlySpan<byte> source, Storage target)
    {
    }

    private protected override void CopyToHost(Storage source, Span<byte> target) => target.Clear();

    private sealed class CountingStorage(CountingDevice device, int length) : Storage(device, length)
    {
        private protected override Storage CreateSlice(int offset, int length) => new CountingStorage((CountingDevice)Device, length);
    }

    private sealed class CountingChunk(CountingDevice device, long length) : MemoryChunk(length)
    {
        internal override Storage CreateStorage(long offset, int length)
        {
            device._largest = Math.Max(device._largest, length);
            return new CountingStorage(device, length);
        }

        public override void Dispose()
        {
        }
    }
}
