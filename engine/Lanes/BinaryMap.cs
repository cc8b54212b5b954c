using System.Runtime.CompilerServices;
using ILGpuAutoencoders.Engine.Devices;
using ILGpuAutoencoders.Engine.Shapes;

namespace ILGpuAutoencoders.Engine.Lanes;

/// <summary>z = f(a, b) over the elements of z, with a and b broadcast.</summary>
internal readonly struct BinaryMap<TOp>(Storage a, Storage b, Storage z, BroadcastShape shape) : IKernel
    where TOp : unmanaged, IBinaryOp
{
    public void Run(SimdDevice device) => BroadcastKernel.Run(device, shape, a, b, Bind(device));

    public void Run(SimtDevice device) => BroadcastKernel.Run(device, shape, a, b, Bind(device), z);

    private Body<TMemory> Bind<TMemory>(IDeviceMemory<TMemory> device)
        where TMemory : struct => new() { Z = device.View(z) };

    internal struct Body<TMemory> : IBroadcastBody<TMemory>
        where TMemory : struct
    {
        internal TMemory Z;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Invoke<T>(int i, T a, T b)
            where T : struct, IMemoryLane<T, TMemory> => T.Store(default(TOp).Forward(a, b), Z, i);
    }
}

/// <summary>The term of one operand of z = f(a, b): dz · ∂f/∂a or dz · ∂f/∂b over the elements of z, with a and b broadcast.</summary>
internal readonly struct BinaryMapBackward<TOp>(
    Storage a, Storage b, Storage dz, Storage result, BroadcastShape shape, bool forA) : IKernel
    where TOp : unmanaged, IBinaryOp
{
    public void Run(SimdDevice device) => BroadcastKernel.Run(device, shape, a, b, Bind(device));

    public void Run(SimtDevice device) => BroadcastKernel.Run(device, shape, a, b, Bind(device), dz, result);

    private Body<TMemory> Bind<TMemory>(IDeviceMemory<TMemory> device)
        where TMemory : struct => new() { Dz = device.View(dz), Result = device.View(result), ForA = forA ? 1 : 0 };

    internal struct Body<TMemory> : IBroadcastBody<TMemory>
        where TMemory : struct
    {
        internal TMemory Dz, Result;
        internal int ForA;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Invoke<T>(int i, T a, T b)
            where T : struct, IMemoryLane<T, TMemory> =>
            T.Store(T.Load(Dz, i) * (ForA != 0 ? default(TOp).DerivativeA(a, b) : default(TOp).DerivativeB(a, b)), Result, i);
    }
}
