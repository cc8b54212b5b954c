using System.Runtime.InteropServices;

namespace ILGpuAutoencoders.Engine.Devices;

/// <summary>
/// Floats outside the managed heap: large values that are needed once go back to the system at once, where the collector would keep them
/// for long.
/// </summary>
internal sealed unsafe class HostBuffer(int length) : IDisposable
{
    private float* _memory = (float*)NativeMemory.Alloc((nuint)length, sizeof(float));

    /// <summary>The first <paramref name="count"/> values, at most the length; not zeroed at first.</summary>
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
