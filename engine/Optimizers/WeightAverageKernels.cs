using System.Runtime.CompilerServices;
using ILGPU;

namespace ILGpuAutoencoders.Engine;

/// <summary>a ← a + pull · (p - a), with pull in device memory.</summary>
internal readonly unsafe struct PullTowards(Storage a, Storage p, Storage pull) : IKernel
{
    public void Run(SimdDevice device)
    {
        var body = new Body { A = device.Pointer(a), P = device.Pointer(p), Pull = *device.Pointer(pull) };
        ElementLoop.Run(device, a.Length, ref body);
    }

    public void Run(SimtDevice device) =>
        device.LaunchPerElement(Kernel, a.Length, new Args { A = device.View(a), P = device.View(p), Pull = device.View(pull), Count = a.Length });

    private static void Kernel(Args k)
    {
        for (int i = GridLoop.Start; i < k.Count; i += GridLoop.Stride)
        {
            k.A[i] += k.Pull[0] * (k.P[i] - k.A[i]);
        }
    }

    internal struct Args
    {
        internal ArrayView<float> A, P, Pull;
        internal int Count;
    }

    private struct Body : IElementBody
    {
        internal float* A, P;
        internal float Pull;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Invoke<T>(int i)
            where T : struct, IHostLane<T>
        {
            T a = T.Load(A + i);
            T.Store(a + (T.Constant(Pull) * (T.Load(P + i) - a)), A + i);
        }
    }
}

/// <summary>(a, b) ← (b, a).</summary>
internal readonly unsafe struct Exchange(Storage a, Storage b) : IKernel
{
    public void Run(SimdDevice device)
    {
        var body = new Body { A = device.Pointer(a), B = device.Pointer(b) };
        ElementLoop.Run(device, a.Length, ref body);
    }

    public void Run(SimtDevice device) => device.LaunchPerElement(Kernel, a.Length, new Args { A = device.View(a), B = device.View(b), Count = a.Length });

    private static void Kernel(Args k)
    {
        for (int i = GridLoop.Start; i < k.Count; i += GridLoop.Stride)
        {
            float held = k.A[i];
            k.A[i] = k.B[i];
            k.B[i] = held;
        }
    }

    internal struct Args
    {
        internal ArrayView<float> A, B;
        internal int Count;
    }

    private struct Body : IElementBody
    {
        internal float* A, B;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Invoke<T>(int i)
            where T : struct, IHostLane<T>
        {
            T held = T.Load(A + i);
            T.Store(T.Load(B + i), A + i);
            T.Store(held, B + i);
        }
    }
}
