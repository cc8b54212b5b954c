using ILGPU;

namespace ILGpuAutoencoders.Engine.Lanes;

/// <summary>y = x.</summary>
internal readonly unsafe struct Copy(Storage x, Storage y, int count) : IKernel
{
    public void Run(SimdDevice device)
    {
        long bytes = count * (long)sizeof(float);
        Buffer.MemoryCopy(device.Pointer(x), device.Pointer(y), bytes, bytes);
    }

    public void Run(SimtDevice device) => ElementKernel.Run(device, count, new SimtBody { X = device.View(x), Y = device.View(y) }, x, y);

    internal struct SimtBody : IElementBody<ArrayView<float>>
    {
        internal ArrayView<float> X, Y;

        public readonly void Invoke<T>(int i)
            where T : struct, IMemoryLane<T, ArrayView<float>> => T.Store(T.Load(X, i), Y, i);
    }
}
