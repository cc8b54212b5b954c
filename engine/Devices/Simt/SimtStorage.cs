using ILGPU;
using ILGPU.Runtime;

namespace ILGpuAutoencoders.Engine;

/// <summary>Memory of an ILGPU accelerator.</summary>
internal sealed class SimtStorage(SimtDevice device, ArrayView<float> view) : Storage(device, checked((int)view.Length))
{
    internal ArrayView<float> View { get; } = view;

    private protected override Storage CreateSlice(int offset, int length) => new SimtStorage((SimtDevice)Device, View.SubView(offset, length));
}

internal sealed class SimtChunk(SimtDevice device, MemoryBuffer1D<float, Stride1D.Dense> buffer) : MemoryChunk(buffer.Length)
{
    internal override Storage CreateStorage(long offset, int length) => new SimtStorage(device, ((ArrayView<float>)buffer.View).SubView(offset, length));

    public override void Dispose() => buffer.Dispose();
}
