using System.Runtime.CompilerServices;
using ILGpuAutoencoders.Engine.Devices;
using ILGpuAutoencoders.Engine.Lanes;

namespace ILGpuAutoencoders.Engine.Ops.Stochastic;

/// <summary>
/// y = N(0, 1), where element i comes from word i mod 4 of Philox at the counter (i / 4, first picture, step, stream). random holds the
/// seed, the step and the first picture.
/// </summary>
internal readonly struct Normal(Storage random, Storage y, int count, uint stream) : IKernel
{
    private const float Middle = 0.425f;

    public void Run(SimdDevice device) => ElementKernel.Run(device, count, Bind(device));

    public void Run(SimtDevice device) => ElementKernel.Run(device, count, Bind(device), y);

    /// <summary>
    /// The normal quantile of a uniform word: its top bit is the sign, the others the distance from the nearer end. Wichura, "Algorithm AS
    /// 241: the percentage points of the normal distribution" (1988), PPND7; relative error about 1e-7. Its third region begins beyond
    /// 2⁻³³.
    /// </summary>
    internal static float OfWord(uint word)
    {
        // Both halves are computed and one is chosen: the threads of a warp would diverge at a branch.
        float tail = TailOf(word), q = 0.5f - tail, middle = InMiddle(q), outside = InTail(tail);
        return WithSign(word, q <= Middle ? middle : outside);
    }

    private static float TailOf(uint word) => ((word & 0x7FFF_FFFF) + 0.5f) * (1f / 4_294_967_296f);

    private static float WithSign(uint word, float value) => (word >> 31) != 0 ? value : -value;

    private static float InMiddle(float q)
    {
        float r = 0.180625f - (q * q);
        return q * ((((((59.109374720f * r) + 159.29113202f) * r) + 50.434271938f) * r) + 3.3871327179f)
            / ((((((67.187563600f * r) + 78.757757664f) * r) + 17.895169469f) * r) + 1f);
    }

    private static float InTail(float tail)
    {
        float r = MathF.Sqrt(-MathF.Log(tail)) - 1.6f;
        return ((((((0.17023821103f * r) + 1.3067284816f) * r) + 2.7568153900f) * r) + 1.4234372777f)
            / ((((0.12021132975f * r) + 0.73700164250f) * r) + 1f);
    }

    private Body<TMemory> Bind<TMemory>(IDeviceMemory<TMemory> device)
        where TMemory : struct => new() { Y = device.View(y), Random = device.View(random), Stream = stream };

    internal struct Body<TMemory> : IElementBody<TMemory>
        where TMemory : struct
    {
        internal TMemory Y, Random;
        internal uint Stream;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Invoke<T>(int i)
            where T : struct, IMemoryLane<T, TMemory>
        {
            uint key0 = T.BitsAt(Random, 0), key1 = T.BitsAt(Random, 1), step = T.BitsAt(Random, 2), first = T.BitsAt(Random, 3);
            var numbers = new Numbers { Key0 = key0, Key1 = key1, Step = step, First = first, Stream = Stream };
            T.Store(T.OfFours(numbers, i), Y, i);
        }
    }

    private struct Numbers : IFours
    {
        internal uint Key0, Key1, Step, First, Stream;

        public readonly (float X, float Y, float Z, float W) Four(uint index)
        {
            var (x, y, z, w) = Philox.Generate(index, First, Step, Stream, Key0, Key1);
            return (OfWord(x), OfWord(y), OfWord(z), OfWord(w));
        }
    }
}
