using ILGpuAutoencoders.Engine.Devices;

namespace ILGpuAutoencoders.Engine;

/// <summary>
/// A run of 32-bit words on one device, 256-byte aligned unless it is a slice. Words are floats to most kernels;
/// some hold the bits of integers. Fresh storage is not zeroed.
/// </summary>
public abstract class Storage
{
    private protected Storage(ComputeDevice device, int length)
    {
        Device = device;
        Length = length;
        Whole = this;
    }

    /// <summary>The device whose memory this is.</summary>
    public ComputeDevice Device { get; }

    /// <summary>Number of 32-bit words.</summary>
    public int Length { get; }

    /// <summary>Whether it came from <see cref="ComputeDevice.Allocate"/> and can be freed: not a slice, and not freed yet.</summary>
    public bool OwnsMemory => Block.Pool is not null;

    internal Block Block { get; set; }

    /// <summary>For a slice, what it is a slice of; else itself.</summary>
    internal Storage Whole { get; private set; }

    /// <summary>Whether its memory may belong to others by now. What a captured step frees stays readable after it.</summary>
    internal bool IsFreed { get; set; }

    /// <summary>Refuses memory that was given back, in which others' numbers may stand.</summary>
    internal void ThrowIfFreed()
    {
        if (Whole.IsFreed)
        {
            throw new InvalidOperationException(
                "Storage: it was freed, because its scope closed or Free or Backward(freeIntermediates: true) was called; "
                + "use the tensor before that, or allocate it outside the scope.");
        }
    }

    /// <summary>A view of <paramref name="length"/> words from <paramref name="offset"/>, sharing this memory.</summary>
    /// <param name="offset">First word, 0 or more.</param>
    /// <param name="length">Number of words; the slice must end within this storage.</param>
    /// <exception cref="ArgumentOutOfRangeException">The slice exceeds this storage.</exception>
    public Storage Slice(int offset, int length)
    {
        if (offset < 0 || length < 0 || (long)offset + length > Length)
        {
            throw new ArgumentOutOfRangeException(
                nameof(offset), $"Storage: a slice of {length} words from {offset} exceeds a storage of {Length} words; ask for less.");
        }

        var slice = CreateSlice(offset, length);
        slice.Whole = Whole;
        return slice;
    }

    private protected abstract Storage CreateSlice(int offset, int length);
}
