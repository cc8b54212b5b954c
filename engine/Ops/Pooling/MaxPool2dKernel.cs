namespace ILGpuAutoencoders.Engine.Ops.Pooling;

/// <summary>y[oy, ox] = the largest of its window of x.</summary>
internal readonly partial struct MaxPoolForward(Storage x, Storage y, PoolShape shape) : IKernel
{
    private readonly Storage _x = x, _y = y;
    private readonly PoolShape _shape = shape;
}

/// <summary>
/// dx[iy, ix] = Σ dy[oy, ox] over the windows whose first largest pixel, row by row, is (iy, ix). The pixel is found by comparing x with
/// y again, so no indices are stored; each pixel collects its own sum, so windows may overlap.
/// </summary>
internal readonly partial struct MaxPoolBackward(Storage x, Storage y, Storage dy, Storage dx, PoolShape shape) : IKernel
{
    private readonly Storage _x = x, _y = y, _dy = dy, _dx = dx;
    private readonly PoolShape _shape = shape;
}
