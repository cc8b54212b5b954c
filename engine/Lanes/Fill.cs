using ILGPU;

namespace ILGpuAutoencoders.Engine.Lanes;

/// <summary>x = value.</summary>
internal readonly unsafe struct Fill(Storage x, float value, int count) : IKernel
{
    public void Run(SimdDevice device)
    {
        var span = new Span<float>(device.Pointer(x), count);
        // Most fills are zeros, and a whole model is filled before Span.Fill is compiled with optimisation; clearing is the system's
        // memset.
        if (BitConverter.SingleToUInt32Bits(value) == 0)
        {
            span.Clear();
        }
        else
        {
            span.Fill(value);
        }
    }

    public void Run(SimtDevice device) => ElementKernel.Run(device, count, new SimtBody { X = device.View(x), Value = value }, x);

    internal struct SimtBody : IElementBody<ArrayView<float>>
    {
        internal ArrayView<float> X;
        internal float Value;

        public readonly void Invoke<T>(int i)
            where T : struct, IMemoryLane<T, ArrayView<float>> => T.Store(T.Constant(Value), X, i);
    }
}
