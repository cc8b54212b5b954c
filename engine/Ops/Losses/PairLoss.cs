namespace ILGpuAutoencoders.Engine.Ops.Losses;

/// <summary>
/// loss = scale · Σ f(a, b) over <paramref name="count"/> pairs, and in the same pass da = scale · ∂f/∂a and db = scale · ∂f/∂b where they are given.
/// The sum is taken in pieces, in an order that the count alone decides.
/// </summary>
internal readonly partial struct PairLoss<TOp>(Storage a, Storage b, Storage? da, Storage? db, Storage loss, int count, float scale) : IKernel
    where TOp : unmanaged, IBinaryOp
{
    private readonly Storage _a = a, _b = b, _loss = loss;
    private readonly Storage? _da = da, _db = db;
    private readonly int _count = count;
    private readonly float _scale = scale;
}
