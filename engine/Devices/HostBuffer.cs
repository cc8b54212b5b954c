using System.Runtime.InteropServices;

namespace ILGpuAutoencoders.Engine.Devices;

/// <summary>
/// Floats outside the managed heap: large values needed only once return to the system immediately, where the collector would keep them
/// for a long time.
/// </summary>
internal sealed unsafe class HostBuffer(int length) : IDisposable
{
    private float* _memory = (float*)NativeMemory.Alloc((nuint)length, sizeof(float));

    /// <summary>The first <paramref name="count"/> values, at most the length; initially not zeroed.</summary>
    internal Span<float> First(int count)
    {
        ObjectDisposedException.ThrowIf(_memory is null, this);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, length);
        return new Span<float>(_memory, count);
    }

    public void Dispose()
    {
        NativeMemory.Free(_memory);
        _memory = null;
    }
}
