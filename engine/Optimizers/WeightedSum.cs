using System.Runtime.CompilerServices;
using ILGpuAutoencoders.Engine.Devices;
using ILGpuAutoencoders.Engine.Lanes;

namespace ILGpuAutoencoders.Engine.Optimizers;

/// <summary>z = x + weight · y, rounded after the product and after the sum; z may be x or y.</summary>
internal readonly struct WeightedSum(Storage x, float weight, Storage y, Storage z) : IKernel
{
    public void Run(SimdDevice device) => ElementKernel.Run(device, z.Length, Bind(device));

    public void Run(SimtDevice device) => ElementKernel.Run(device, z.Length, Bind(device), x, y, z);

    private Body<TMemory> Bind<TMemory>(IDeviceMemory<TMemory> device)
        where TMemory : struct => new() { Weight = weight, X = device.View(x), Y = device.View(y), Z = device.View(z) };

    internal struct Body<TMemory> : IElementBody<TMemory>
        where TMemory : struct
    {
        internal float Weight;
        internal TMemory X, Y, Z;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Invoke<T>(int i)
            where T : struct, IMemoryLane<T, TMemory> => T.Store(T.Load(X, i) + (T.Constant(Weight) * T.Load(Y, i)), Z, i);
    }
}
