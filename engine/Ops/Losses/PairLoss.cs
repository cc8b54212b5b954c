namespace ILGpuAutoencoders.Engine;

/// <summary>
/// loss = scale · Σ f(a, b) over <paramref name="count"/> pairs, and in the same pass da = scale · ∂f/∂a and db = scale · ∂f/∂b where they are given.
/// The sum is taken in pieces, in an order that the count alone decides; <paramref name="partials"/> has <see cref="ScratchLength"/> words.
/// </summary>
internal readonly partial struct PairLoss<TOp>(Storage a, Storage b, Storage? da, Storage? db, Storage partials, Storage loss, int count, float scale) : IKernel
    where TOp : unmanaged, IBinaryOp
{
    /// <summary>Terms that one thread of Simt sums: few, because a thread adds them one after another.</summary>
    private const int Radix = 64;

    private readonly Storage _a = a, _b = b, _partials = partials, _loss = loss;
    private readonly Storage? _da = da, _db = db;
    private readonly int _count = count;
    private readonly float _scale = scale;

    /// <summary>Room for the partial sums of every level, on either kind of device.</summary>
    internal static int ScratchLength(int count)
    {
        int length = 0;
        do
        {
            count = Pieces(count);
            length += count;
        }
        while (count > 1);
        return length;
    }

    private static int Pieces(int count) => (count + Radix - 1) / Radix;
}
