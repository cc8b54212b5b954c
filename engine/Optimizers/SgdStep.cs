using System.Runtime.CompilerServices;
using ILGPU;
using ILGpuAutoencoders.Engine.Lanes;

namespace ILGpuAutoencoders.Engine.Optimizers;

/// <summary>One step of <see cref="Sgd"/> over an arena: values and momentum change in place.</summary>
internal readonly unsafe struct SgdStep(Storage p, Storage g, Storage b, Storage scalars, float momentum, float decay) : IKernel
{
    /// <summary>Where the learning rate lies among the scalars of the step.</summary>
    internal const int LearningRate = 0;

    public void Run(SimdDevice device)
    {
        var body = new Body
        {
            P = device.Pointer(p),
            G = device.Pointer(g),
            B = device.Pointer(b),
            Rate = device.Pointer(scalars)[LearningRate],
            Momentum = momentum,
            Decay = decay,
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
            B = device.View(b),
            Scalars = device.View(scalars),
            Momentum = momentum,
            Decay = decay,
        },
        p,
        g,
        b);

    internal struct SimtBody : ISimtBody
    {
        internal ArrayView<float> P, G, B, Scalars;
        internal float Momentum, Decay;

        public readonly void Invoke<T>(int i)
            where T : unmanaged, ISimtLane<T>
        {
            T p = T.Load(P, i), b = (T.Constant(Momentum) * T.Load(B, i)) + (T.Load(G, i) + (T.Constant(Decay) * p));
            T.Store(b, B, i);
            T.Store(p - (T.Constant(Scalars[LearningRate]) * b), P, i);
        }
    }

    private struct Body : IElementBody
    {
        internal float* P, G, B;
        internal float Rate, Momentum, Decay;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Invoke<T>(int i)
            where T : struct, IHostLane<T>
        {
            T p = T.Load(P + i), b = (T.Constant(Momentum) * T.Load(B + i)) + (T.Load(G + i) + (T.Constant(Decay) * p));
            T.Store(b, B + i);
            T.Store(p - (T.Constant(Rate) * b), P + i);
        }
    }
}
