using System.Runtime.CompilerServices;
using ILGPU;
using ILGpuAutoencoders.Engine.Lanes;

namespace ILGpuAutoencoders.Engine.Optimizers;

/// <summary>One step of <see cref="AdamRule"/> over an arena: values and both moments change in place.</summary>
internal readonly unsafe struct AdamStep(Storage p, Storage g, Storage m, Storage v, Storage scalars, AdamRule rule) : IKernel
{
    /// <summary>Where a scalar lies among those of the step.</summary>
    internal const int StepSize = 0, InverseCorrection = 1, Shrink = 2;

    public void Run(SimdDevice device)
    {
        float* s = device.Pointer(scalars);
        var body = new Body
        {
            P = device.Pointer(p),
            G = device.Pointer(g),
            M = device.Pointer(m),
            V = device.Pointer(v),
            Step = s[StepSize],
            Correction = s[InverseCorrection],
            Decay = s[Shrink],
            Rule = rule,
        };
        ElementLoop.Run(device, p.Length, ref body);
    }

    public void Run(SimtDevice device) => SimtLoop<SimtBody>.Launch(
        device,
        p.Length,
        new()
        {
            P = device.View(p),
            G = device.View(g),
            M = device.View(m),
            V = device.View(v),
            Scalars = device.View(scalars),
            Rule = rule,
        },
        p,
        g,
        m,
        v);

    internal struct SimtBody : ISimtBody
    {
        internal ArrayView<float> P, G, M, V, Scalars;
        internal AdamRule Rule;

        public readonly void Invoke<T>(int i)
            where T : unmanaged, ISimtLane<T>
        {
            T p = T.Load(P, i), g = Rule.Gradient(T.Load(G, i), p);
            T m = Rule.First(T.Load(M, i), g), v = Rule.Second(T.Load(V, i), g);
            T.Store(m, M, i);
            T.Store(v, V, i);
            T.Store(Rule.Weight(p, m, v, T.Constant(Scalars[StepSize]), T.Constant(Scalars[InverseCorrection]), T.Constant(Scalars[Shrink])), P, i);
        }
    }

    private struct Body : IElementBody
    {
        internal float* P, G, M, V;
        internal float Step, Correction, Decay;
        internal AdamRule Rule;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Invoke<T>(int i)
            where T : struct, IHostLane<T>
        {
            T p = T.Load(P + i), g = Rule.Gradient(T.Load(G + i), p);
            T m = Rule.First(T.Load(M + i), g), v = Rule.Second(T.Load(V + i), g);
            T.Store(m, M + i);
            T.Store(v, V + i);
            T.Store(Rule.Weight(p, m, v, T.Constant(Step), T.Constant(Correction), T.Constant(Decay)), P + i);
        }
    }
}
