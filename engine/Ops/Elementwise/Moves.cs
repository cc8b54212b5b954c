using System.Runtime.CompilerServices;
using ILGPU;

namespace ILGpuAutoencoders.Engine;

/// <summary>x = value.</summary>
internal readonly unsafe struct Fill(Storage x, float value, int count) : IKernel
{
    public void Run(SimdDevice device) => new Span<float>(device.Pointer(x), count).Fill(value);

    public void Run(SimtDevice device) => device.LaunchPerElement(Kernel, count, new Args { X = device.View(x), Value = value, Count = count });

    private static void Kernel(Args a)
    {
        for (int i = GridLoop.Start; i < a.Count; i = GridLoop.After(i))
        {
            a.X[i] = a.Value;
        }
    }

    internal struct Args
    {
        internal ArrayView<float> X;
        internal float Value;
        internal int Count;
    }
}

/// <summary>y = x.</summary>
internal readonly unsafe struct Copy(Storage x, Storage y, int count) : IKernel
{
    public void Run(SimdDevice device) => Buffer.MemoryCopy(device.Pointer(x), device.Pointer(y), count * (long)sizeof(float), count * (long)sizeof(float));

    public void Run(SimtDevice device) => device.LaunchPerElement(Kernel, count, new Args { X = device.View(x), Y = device.View(y), Count = count });

    private static void Kernel(Args a)
    {
        for (int i = GridLoop.Start; i < a.Count; i = GridLoop.After(i))
        {
            a.Y[i] = a.X[i];
        }
    }

    internal struct Args
    {
        internal ArrayView<float> X, Y;
        internal int Count;
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

    public void Run(SimtDevice device) => device.LaunchPerElement(Kernel, count, new Args { X = device.View(x), Y = device.View(y), Count = count });

    private static void Kernel(Args a)
    {
        for (int i = GridLoop.Start; i < a.Count; i = GridLoop.After(i))
        {
            a.Y[i] += a.X[i];
        }
    }

    internal struct Args
    {
        internal ArrayView<float> X, Y;
        internal int Count;
    }

    private struct Body : IElementBody
    {
        internal float* X, Y;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Invoke<T>(int i)
            where T : struct, IHostLane<T> => T.Store(T.Load(Y + i) + T.Load(X + i), Y + i);
    }
}
