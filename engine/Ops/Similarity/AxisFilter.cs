namespace ILGpuAutoencoders.Engine.Ops.Similarity;

/// <summary>
/// y[o, p, i] = Σ t[k] x[o, p + k - padding, i] over the 11 taps of a Gaussian of sigma 1.5, with zeros around x: the middle one of three
/// axes has <paramref name="length"/> positions in x and length + 2 padding - 10 in y. The taps are symmetric, so padding 10 is the
/// transpose of padding 0.
/// </summary>
internal readonly partial struct AxisFilter(Storage x, Storage y, int outer, int length, int inner, int padding) : IKernel
{
    internal const int Taps = 11;

    private static readonly float[] s_taps = TapsOf(sigma: 1.5);

    private readonly Storage _x = x, _y = y;
    private readonly int _outer = outer, _length = length, _inner = inner, _padding = padding;

    private int OutputLength => _length + (2 * _padding) - Taps + 1;

    private static float[] TapsOf(double sigma)
    {
        double[] taps = [.. Enumerable.Range(-(Taps / 2), Taps).Select(i => Math.Exp(-i * i / (2 * sigma * sigma)))];
        return [.. taps.Select(tap => (float)(tap / taps.Sum()))];
    }
}
