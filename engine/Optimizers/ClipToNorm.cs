using System.Runtime.CompilerServices;
using ILGpuAutoencoders.Engine.Devices;
using ILGpuAutoencoders.Engine.Lanes;

namespace ILGpuAutoencoders.Engine.Optimizers;

/// <summary>g ← g · min(1, maxNorm / (√sum + 10⁻⁶)).</summary>
internal readonly unsafe struct ClipToNorm(Storage g, Storage sum, float maxNorm) : IKernel
{
    private const float Epsilon = 1e-6f;

    public void Run(SimdDevice device)
    {
        // The host can check first, and most gradients are short enough.
        if (Factor(*device.Pointer(sum), maxNorm) != 1)
        {
            ElementKernel.Run(device, g.Length, Bind(device));
        }
    }

    public void Run(SimtDevice device) => ElementKernel.Run(device, g.Length, Bind(device), g);

    private Body<TMemory> Bind<TMemory>(IDeviceMemory<TMemory> device)
        where TMemory : struct => new() { MaxNorm = maxNorm, G = device.View(g), Sum = device.View(sum) };

    private static float Factor(float sum, float maxNorm) => MathF.Min(1, maxNorm / (MathF.Sqrt(sum) + Epsilon));

    internal struct Body<TMemory> : IElementBody<TMemory>
        where TMemory : struct
    {
        internal float MaxNorm;
        internal TMemory G, Sum;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Invoke<T>(int i)
            where T : struct, IMemoryLane<T, TMemory> => T.Store(T.Load(G, i) * T.Constant(Factor(T.At(Sum, 0), MaxNorm)), G, i);
    }
}
