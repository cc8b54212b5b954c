namespace ILGpuAutoencoders.Engine.Ops.Stochastic;

/// <summary>
/// y = N(0, 1), where element i comes of word i mod 4 of Philox at the counter (i / 4, 0, step, stream). random holds the seed and the step.
/// </summary>
internal readonly partial struct Normal(Storage random, Storage y, int count, uint stream) : IKernel
{
    private const float Middle = 0.425f;

    private readonly Storage _random = random, _y = y;
    private readonly int _count = count;
    private readonly uint _stream = stream;

    /// <summary>
    /// The normal quantile of a uniform word: its top bit is the sign, the others the distance from the nearer end. Wichura, "Algorithm AS
    /// 241: the percentage points of the normal distribution" (1988), PPND7; relative error about 1e-7. Its third region begins beyond 2⁻³³.
    /// </summary>
    internal static float OfWord(uint word)
    {
        float tail = TailOf(word), q = 0.5f - tail;
        return WithSign(word, q <= Middle ? InMiddle(q) : InTail(tail));
    }

    /// <summary>The same without a branch, which the lanes of a warp would not agree on.</summary>
    internal static float OfWordOnLane(uint word)
    {
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
}
