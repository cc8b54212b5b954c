using System.Runtime.InteropServices;

namespace ILGpuAutoencoders.Engine.Devices.Simd;

/// <summary>Host memory.</summary>
internal sealed unsafe class SimdStorage(SimdDevice device, float* pointer, int length) : Storage(device, length)
{
    internal float* Pointer { get; } = pointer;

    private protected override Storage CreateSlice(int offset, int length) => new SimdStorage((SimdDevice)Device, Pointer + offset, length);
}

internal sealed unsafe class SimdChunk(SimdDevice device, long length) : MemoryChunk(length)
{
    private readonly float* _pointer =
        (float*)NativeMemory.AlignedAlloc((nuint)length * sizeof(float), StoragePool.AlignmentInWords * sizeof(float));

    internal override Storage CreateStorage(long offset, int length) => new SimdStorage(device, _pointer + offset, length);

    public override void Dispose() => NativeMemory.AlignedFree(_pointer);
}
