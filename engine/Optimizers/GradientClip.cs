using System.Runtime.CompilerServices;
using ILGPU;
using ILGpuAutoencoders.Engine.Lanes;
using ILGpuAutoencoders.Engine.Ops.Losses;

namespace ILGpuAutoencoders.Engine.Optimizers;

/// <summary>
/// g ← g · min(1, c / (‖g‖ + 10⁻⁶)) over an arena, as PyTorch's clip_grad_norm_ of Pascanu, Mikolov and Bengio, "On the difficulty of
/// training recurrent neural networks" (2013). The sum of squares is taken in an order that the length alone decides, and
/// never leaves the device.
/// </summary>
internal static class GradientClip
{
    /// <summary>Runs it; a captured step may hold it.</summary>
    internal static void Run(Storage gradients, double maxNorm)
    {
        var device = gradients.Device;
        var sum = device.Allocate(1);
        SquareSum.Run(gradients, sum);
        device.Run(new ClipToNorm(gradients, sum, (float)maxNorm));
        device.Free(sum);
    }
}

/// <summary>g ← g · min(1, maxNorm / (√sum + 10⁻⁶)).</summary>
internal readonly unsafe struct ClipToNorm(Storage g, Storage sum, float maxNorm) : IKernel
{
    private const float Epsilon = 1e-6f;

    public void Run(SimdDevice device)
    {
        var body = new Body { G = device.Pointer(g), Factor = Factor(*device.Pointer(sum), maxNorm) };
        if (body.Factor != 1)
        {
            ElementLoop.Run(device, g.Length, ref body);
        }
    }

    public void Run(SimtDevice device) =>
        SimtLoop<SimtBody>.Launch(device, g.Length, new() { G = device.View(g), Sum = device.View(sum), MaxNorm = maxNorm }, g);

    private static float Factor(float sum, float maxNorm) => MathF.Min(1, maxNorm / (MathF.Sqrt(sum) + Epsilon));

    internal struct SimtBody : ISimtBody
    {
        internal float MaxNorm;
        internal ArrayView<float> G, Sum;

        public readonly void Invoke<T>(int i)
            where T : unmanaged, ISimtLane<T> => T.Store(T.Load(G, i) * T.Constant(Factor(Sum[0], MaxNorm)), G, i);
    }

    private struct Body : IElementBody
    {
        internal float* G;
        internal float Factor;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Invoke<T>(int i)
            where T : struct, IHostLane<T> => T.Store(T.Constant(Factor) * T.Load(G + i), G + i);
    }
}
