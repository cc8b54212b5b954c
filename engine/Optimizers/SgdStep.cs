using System.Runtime.CompilerServices;
using ILGpuAutoencoders.Engine.Devices;
using ILGpuAutoencoders.Engine.Lanes;

namespace ILGpuAutoencoders.Engine.Optimizers;

/// <summary>One step of <see cref="Sgd"/> over an arena: values and momentum change in place.</summary>
internal readonly struct SgdStep(Storage p, Storage g, Storage b, Storage scalars, float momentum, float decay) : IKernel
{
    /// <summary>The index of the learning rate among the scalars of the step.</summary>
    internal const int LearningRate = 0;

    public void Run(SimdDevice device) => ElementKernel.Run(device, p.Length, Bind(device));

    public void Run(SimtDevice device) => ElementKernel.Run(device, p.Length, Bind(device), p, g, b);

    private Body<TMemory> Bind<TMemory>(IDeviceMemory<TMemory> device)
        where TMemory : struct => new()
        {
            P = device.View(p),
            G = device.View(g),
            B = device.View(b),
            Scalars = device.View(scalars),
            Momentum = momentum,
            Decay = decay,
        };

    internal struct Body<TMemory> : IElementBody<TMemory>
        where TMemory : struct
    {
        internal TMemory P, G, B, Scalars;
        internal float Momentum, Decay;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Invoke<T>(int i)
            where T : struct, IMemoryLane<T, TMemory>
        {
            T p = T.Load(P, i), b = (T.Constant(Momentum) * T.Load(B, i)) + (T.Load(G, i) + (T.Constant(Decay) * p));
            T.Store(b, B, i);
            T.Store(p - (T.Constant(T.At(Scalars, LearningRate)) * b), P, i);
        }
    }
}
