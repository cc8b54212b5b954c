using System.Runtime.CompilerServices;
using ILGPU;

namespace ILGpuAutoencoders.Engine.Lanes;

/// <summary>x = value.</summary>
internal readonly unsafe struct Fill(Storage x, float value, int count) : IKernel
{
    public void Run(SimdDevice device)
    {
        var span = new Span<float>(device.Pointer(x), count);
        // Most fills are zeros, and those of a whole model come before Span.Fill is compiled with optimisation: clearing is the system's memset.
        if (BitConverter.SingleToUInt32Bits(value) == 0)
        {
            span.Clear();
        }
        else
        {
            span.Fill(value);
        }
    }

    public void Run(SimtDevice device) => SimtLoop<SimtBody>.Launch(device, count, new() { X = device.View(x), Value = value }, x);

    internal struct SimtBody : ISimtBody
    {
        internal ArrayView<float> X;
        internal float Value;

        public readonly void Invoke<T>(int i)
            where T : unmanaged, ISimtLane<T> => T.Store(T.Constant(Value), X, i);
    }
}

/// <summary>y = x.</summary>
internal readonly unsafe struct Copy(Storage x, Storage y, int count) : IKernel
{
    public void Run(SimdDevice device) => Buffer.MemoryCopy(device.Pointer(x), device.Pointer(y), count * (long)sizeof(float), count * (long)sizeof(float));

    public void Run(SimtDevice device) => SimtLoop<SimtBody>.Launch(device, count, new() { X = device.View(x), Y = device.View(y) }, x, y);

    internal struct SimtBody : ISimtBody
    {
        internal ArrayView<float> X, Y;

        public readonly void Invoke<T>(int i)
            where T : unmanaged, ISimtLane<T> => T.Store(T.Load(X, i), Y, i);
    }
}

/// <summary>y += x.</summary>
internal readonly unsafe struct AddInto(Storage x, Storage y, int count) : IKernel
{
    public void Run(SimdDevice device)
    {
        var body = new Body { X = device.Pointer(x), Y = device.Pointer(y) };
        ElementLoop.Run(device, count, ref body);
    }

    public void Run(SimtDevice device) => SimtLoop<SimtBody>.Launch(device, count, new() { X = device.View(x), Y = device.View(y) }, x, y);

    internal struct SimtBody : ISimtBody
    {
        internal ArrayView<float> X, Y;

        public readonly void Invoke<T>(int i)
            where T : unmanaged, ISimtLane<T> => T.Store(T.Load(Y, i) + T.Load(X, i), Y, i);
    }

    private struct Body : IElementBody
    {
        internal float* X, Y;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Invoke<T>(int i)
            where T : struct, IHostLane<T> => T.Store(T.Load(Y + i) + T.Load(X + i), Y + i);
    }
}
