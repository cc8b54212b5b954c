using System.Runtime.CompilerServices;
using ILGPU;

namespace ILGpuAutoencoders.Engine;

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

    public void Run(SimtDevice device) => device.LaunchPerElement(Kernel, p.Length, new Args
    {
        P = device.View(p),
        G = device.View(g),
        M = device.View(m),
        V = device.View(v),
        Scalars = device.View(scalars),
        Rule = rule,
        Count = p.Length,
    });

    private static void Kernel(Args a)
    {
        var step = new ScalarLane(a.Scalars[StepSize]);
        var correction = new ScalarLane(a.Scalars[InverseCorrection]);
        var shrink = new ScalarLane(a.Scalars[Shrink]);
        for (int i = GridLoop.Start; i < a.Count; i = GridLoop.After(i))
        {
            var p = new ScalarLane(a.P[i]);
            var g = a.Rule.Gradient(new ScalarLane(a.G[i]), p);
            var m = a.Rule.First(new ScalarLane(a.M[i]), g);
            var v = a.Rule.Second(new ScalarLane(a.V[i]), g);
            a.M[i] = m.Value;
            a.V[i] = v.Value;
            a.P[i] = a.Rule.Weight(p, m, v, step, correction, shrink).Value;
        }
    }

    internal struct Args
    {
        internal ArrayView<float> P, G, M, V, Scalars;
        internal AdamRule Rule;
        internal int Count;
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
