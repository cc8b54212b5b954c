using System.Runtime.CompilerServices;
using ILGpuAutoencoders.Engine.Devices;

namespace ILGpuAutoencoders.Engine.Lanes;

/// <summary>y += x.</summary>
internal readonly struct AddInto(Storage x, Storage y, int count) : IKernel
{
    public void Run(SimdDevice device) => ElementKernel.Run(device, count, Bind(device));

    public void Run(SimtDevice device) => ElementKernel.Run(device, count, Bind(device), x, y);

    private Body<TMemory> Bind<TMemory>(IDeviceMemory<TMemory> device)
        where TMemory : struct => new() { X = device.View(x), Y = device.View(y) };

    internal struct Body<TMemory> : IElementBody<TMemory>
        where TMemory : struct
    {
        internal TMemory X, Y;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Invoke<T>(int i)
            where T : struct, IMemoryLane<T, TMemory> => T.Store(T.Load(Y, i) + T.Load(X, i), Y, i);
    }
}
