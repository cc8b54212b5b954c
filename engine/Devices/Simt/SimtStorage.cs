using ILGPU;
using ILGPU.Runtime;

namespace ILGpuAutoencoders.Engine.Devices.Simt;

/// <summary>Memory of an ILGPU accelerator.</summary>
internal sealed class SimtStorage(SimtDevice device, ArrayView<float> view, long start) : Storage(device, checked((int)view.Length))
{
    internal ArrayView<float> View { get; } = view;

    /// <summary>Its first word within its chunk, which is 256-byte aligned.</summary>
    internal long Start { get; } = start;

    private protected override Storage CreateSlice(int offset, int length) =>
        new SimtStorage((SimtDevice)Device, View.SubView(offset, length), Start + offset);
}

internal sealed class SimtChunk(SimtDevice device, MemoryBuffer1D<float, Stride1D.Dense> buffer) : MemoryChunk(buffer.Length)
{
    internal override Storage CreateStorage(long offset, int length) =>
        new SimtStorage(device, ((ArrayView<float>)buffer.View).SubView(offset, length), offset);

    public override void Dispose() => buffer.Dispose();
}
