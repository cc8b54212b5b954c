namespace ILGpuAutoencoders.Engine.Ops.Stochastic;

/// <summary>
/// y = keep · scale · x, where element i is kept if word i mod 4 of Philox at the counter (i / 4, first picture, step, stream) is
/// at least <paramref name="threshold"/>. random holds the seed, the step and the first picture; y may be x.
/// </summary>
internal readonly partial struct Dropout(
    Storage x, Storage random, Storage y, int count, uint stream, uint threshold, float scale) : IKernel
{
    private readonly Storage _x = x, _random = random, _y = y;
    private readonly int _count = count;
    private readonly uint _stream = stream, _threshold = threshold;
    private readonly float _scale = scale;
}
