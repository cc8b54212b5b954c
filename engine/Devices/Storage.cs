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
    }

    /// <summary>The device whose memory this is.</summary>
    public ComputeDevice Device { get; }

    /// <summary>Number of 32-bit words.</summary>
    public int Length { get; }

    /// <summary>Whether it came from <see cref="ComputeDevice.Allocate"/> and can be freed: not a slice, and not freed yet.</summary>
    public bool OwnsMemory => Block.Pool is not null;

    internal Block Block { get; set; }

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

        return CreateSlice(offset, length);
    }

    private protected abstract Storage CreateSlice(int offset, int length);
}
