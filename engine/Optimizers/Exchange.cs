using System.Runtime.CompilerServices;
using ILGpuAutoencoders.Engine.Devices;
using ILGpuAutoencoders.Engine.Lanes;

namespace ILGpuAutoencoders.Engine.Optimizers;

/// <summary>(a, b) ← (b, a).</summary>
internal readonly struct Exchange(Storage a, Storage b) : IKernel
{
    public void Run(SimdDevice device) => ElementKernel.Run(device, a.Length, Bind(device));

    public void Run(SimtDevice device) => ElementKernel.Run(device, a.Length, Bind(device), a, b);

    private Body<TMemory> Bind<TMemory>(IDeviceMemory<TMemory> device)
        where TMemory : struct => new() { A = device.View(a), B = device.View(b) };

    internal struct Body<TMemory> : IElementBody<TMemory>
        where TMemory : struct
    {
        internal TMemory A, B;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Invoke<T>(int i)
            where T : struct, IMemoryLane<T, TMemory>
        {
            var held = T.Load(A, i);
            T.Store(T.Load(B, i), A, i);
            T.Store(held, B, i);
        }
    }
}
