using System.Runtime.CompilerServices;
using ILGPU;

namespace ILGpuAutoencoders.Engine;

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
        SquareSum(gradients, sum);
        device.Run(new ClipToNorm(gradients, sum, (float)maxNorm));
        device.Free(sum);
    }

    /// <summary>sum = Σ x².</summary>
    internal static void SquareSum(Storage x, Storage sum)
    {
        var partials = x.Device.Allocate(PairLoss<Product>.ScratchLength(x.Length));
        x.Device.Run(new PairLoss<Product>(x, x, null, null, partials, sum, x.Length, 1));
        x.Device.Free(partials);
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
        device.LaunchPerElement(Kernel, g.Length, new Args { G = device.View(g), Sum = device.View(sum), MaxNorm = maxNorm, Count = g.Length });

    private static void Kernel(Args a)
    {
        float factor = Factor(a.Sum[0], a.MaxNorm);
        for (int i = GridLoop.Start; i < a.Count; i += GridLoop.Stride)
        {
            a.G[i] *= factor;
        }
    }

    private static float Factor(float sum, float maxNorm) => MathF.Min(1, maxNorm / (MathF.Sqrt(sum) + Epsilon));

    internal struct Args
    {
        internal ArrayView<float> G, Sum;
        internal float MaxNorm;
        internal int Count;
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
