namespace ILGpuAutoencoders.Engine.Lanes;

/// <summary>y = f(x) over <paramref name="count"/> elements.</summary>
internal readonly partial struct UnaryMap<TOp>(Storage x, Storage y, int count, TOp op) : IKernel
    where TOp : unmanaged, IUnaryOp
{
    private readonly Storage _x = x, _y = y;
    private readonly int _count = count;
    private readonly TOp _op = op;
}

/// <summary>dx = dy · f'(saved); dx may be dy.</summary>
internal readonly partial struct UnaryMapBackward<TOp>(Storage saved, Storage dy, Storage dx, int count, TOp op) : IKernel
    where TOp : unmanaged, IUnaryOp
{
    private readonly Storage _saved = saved, _dy = dy, _dx = dx;
    private readonly int _count = count;
    private readonly TOp _op = op;
}
