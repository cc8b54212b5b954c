using System.Runtime.CompilerServices;
using ILGpuAutoencoders.Engine.Devices;

namespace ILGpuAutoencoders.Engine.Lanes;

/// <summary>y = f(x) over <paramref name="count"/> elements.</summary>
internal readonly struct UnaryMap<TOp>(Storage x, Storage y, int count, TOp op) : IKernel
    where TOp : unmanaged, IUnaryOp
{
    public void Run(SimdDevice device) => ElementKernel.Run(device, count, Bind(device));

    public void Run(SimtDevice device) => ElementKernel.Run(device, count, Bind(device), x, y);

    private Body<TMemory> Bind<TMemory>(IDeviceMemory<TMemory> device)
        where TMemory : struct => new() { X = device.View(x), Y = device.View(y), Op = op };

    internal struct Body<TMemory> : IElementBody<TMemory>
        where TMemory : struct
    {
        internal TMemory X, Y;
        internal TOp Op;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Invoke<T>(int i)
            where T : struct, IMemoryLane<T, TMemory> => T.Store(Op.Forward(T.Load(X, i)), Y, i);
    }
}

/// <summary>dx = dy · f'(saved); dx may be dy.</summary>
internal readonly struct UnaryMapBackward<TOp>(Storage saved, Storage dy, Storage dx, int count, TOp op) : IKernel
    where TOp : unmanaged, IUnaryOp
{
    public void Run(SimdDevice device) => ElementKernel.Run(device, count, Bind(device));

    public void Run(SimtDevice device) => ElementKernel.Run(device, count, Bind(device), saved, dy, dx);

    private Body<TMemory> Bind<TMemory>(IDeviceMemory<TMemory> device)
        where TMemory : struct => new() { Saved = device.View(saved), Dy = device.View(dy), Dx = device.View(dx), Op = op };

    internal struct Body<TMemory> : IElementBody<TMemory>
        where TMemory : struct
    {
        internal TMemory Saved, Dy, Dx;
        internal TOp Op;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Invoke<T>(int i)
            where T : struct, IMemoryLane<T, TMemory> => T.Store(T.Load(Dy, i) * Op.Derivative(T.Load(Saved, i)), Dx, i);
    }
}
