using System.Runtime.CompilerServices;
using ILGpuAutoencoders.Engine.Devices;
using ILGpuAutoencoders.Engine.Lanes;

namespace ILGpuAutoencoders.Engine.Optimizers;

/// <summary>One step of <see cref="AdamRule"/> over an arena: values and both moments change in place.</summary>
internal readonly struct AdamStep(Storage p, Storage g, Storage m, Storage v, Storage scalars, AdamRule rule) : IKernel
{
    /// <summary>The index of a scalar among those of the step.</summary>
    internal const int StepSize = 0, InverseCorrection = 1, Shrink = 2;

    public void Run(SimdDevice device) => ElementKernel.Run(device, p.Length, Bind(device));

    public void Run(SimtDevice device) => ElementKernel.Run(device, p.Length, Bind(device), p, g, m, v);

    private Body<TMemory> Bind<TMemory>(IDeviceMemory<TMemory> device)
        where TMemory : struct => new()
        {
            P = device.View(p),
            G = device.View(g),
            M = device.View(m),
            V = device.View(v),
            Scalars = device.View(scalars),
            Rule = rule,
        };

    internal struct Body<TMemory> : IElementBody<TMemory>
        where TMemory : struct
    {
        internal TMemory P, G, M, V, Scalars;
        internal AdamRule Rule;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Invoke<T>(int i)
            where T : struct, IMemoryLane<T, TMemory>
        {
            T p = T.Load(P, i), g = Rule.Gradient(T.Load(G, i), p);
            T m = Rule.First(T.Load(M, i), g), v = Rule.Second(T.Load(V, i), g);
            T.Store(m, M, i);
            T.Store(v, V, i);
            T stepSize = T.Constant(T.At(Scalars, StepSize)), inverseCorrection = T.Constant(T.At(Scalars, InverseCorrection));
            T.Store(Rule.Weight(p, m, v, stepSize, inverseCorrection, T.Constant(T.At(Scalars, Shrink))), P, i);
        }
    }
}
