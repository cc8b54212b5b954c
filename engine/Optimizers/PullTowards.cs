using System.Runtime.CompilerServices;
using ILGpuAutoencoders.Engine.Devices;
using ILGpuAutoencoders.Engine.Lanes;

namespace ILGpuAutoencoders.Engine.Optimizers;

/// <summary>a ← a + pull · (p - a), with pull in device memory.</summary>
internal readonly struct PullTowards(Storage a, Storage p, Storage pull) : IKernel
{
    public void Run(SimdDevice device) => ElementKernel.Run(device, a.Length, Bind(device));

    public void Run(SimtDevice device) => ElementKernel.Run(device, a.Length, Bind(device), a, p);

    private Body<TMemory> Bind<TMemory>(IDeviceMemory<TMemory> device)
        where TMemory : struct => new() { A = device.View(a), P = device.View(p), Pull = device.View(pull) };

    internal struct Body<TMemory> : IElementBody<TMemory>
        where TMemory : struct
    {
        internal TMemory A, P, Pull;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Invoke<T>(int i)
            where T : struct, IMemoryLane<T, TMemory>
        {
            var a = T.Load(A, i);
            T.Store(a + (T.Constant(T.At(Pull, 0)) * (T.Load(P, i) - a)), A, i);
        }
    }
}
