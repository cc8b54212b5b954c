using System.Runtime.CompilerServices;
using ILGPU;
using ILGpuAutoencoders.Engine.Lanes;

namespace ILGpuAutoencoders.Engine.Optimizers;

/// <summary>a ← a + pull · (p - a), with pull in device memory.</summary>
internal readonly unsafe struct PullTowards(Storage a, Storage p, Storage pull) : IKernel
{
    public void Run(SimdDevice device)
    {
        var body = new Body { A = device.Pointer(a), P = device.Pointer(p), Pull = *device.Pointer(pull) };
        ElementLoop.Run(device, a.Length, ref body);
    }

    public void Run(SimtDevice device) =>
        SimtLoop<SimtBody>.Launch(device, a.Length, new() { A = device.View(a), P = device.View(p), Pull = device.View(pull) }, a, p);

    internal struct SimtBody : ISimtBody
    {
        internal ArrayView<float> A, P, Pull;

        public readonly void Invoke<T>(int i)
            where T : unmanaged, ISimtLane<T>
        {
            T a = T.Load(A, i);
            T.Store(a + (T.Constant(Pull[0]) * (T.Load(P, i) - a)), A, i);
        }
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

    public void Run(SimtDevice device) => SimtLoop<SimtBody>.Launch(device, a.Length, new() { A = device.View(a), B = device.View(b) }, a, b);

    internal struct SimtBody : ISimtBody
    {
        internal ArrayView<float> A, B;

        public readonly void Invoke<T>(int i)
            where T : unmanaged, ISimtLane<T>
        {
            T held = T.Load(A, i);
            T.Store(T.Load(B, i), A, i);
            T.Store(held, B, i);
        }
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
