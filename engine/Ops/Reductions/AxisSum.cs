namespace ILGpuAutoencoders.Engine.Ops.Reductions;

/// <summary>
/// y[o, i] = scale · Σ x[o, r, i] over r: a sum over the middle of three axes. It is taken in pieces, in an order that depends on the
/// shape alone.
/// </summary>
internal readonly partial struct AxisSum(Storage x, Storage y, int outer, int reduced, int inner, float scale = 1) : IKernel
{
    private readonly Storage _x = x, _y = y;
    private readonly int _outer = outer, _reduced = reduced, _inner = inner;
    private readonly float _scale = scale;
}
