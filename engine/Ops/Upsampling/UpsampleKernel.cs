namespace ILGpuAutoencoders.Engine.Ops.Upsampling;

/// <summary>y[n, oy, ox, c] = x[n, oy / factor, ox / factor, c].</summary>
internal readonly partial struct UpsampleForward(Storage x, Storage y, UpsampleShape shape) : IKernel
{
    private readonly Storage _x = x, _y = y;
    private readonly UpsampleShape _shape = shape;
}

/// <summary>dx[n, iy, ix, c] = Σ dy over the factor x factor pixels that are copies of it.</summary>
internal readonly partial struct UpsampleBackward(Storage dy, Storage dx, UpsampleShape shape) : IKernel
{
    private readonly Storage _dy = dy, _dx = dx;
    private readonly UpsampleShape _shape = shape;
}
