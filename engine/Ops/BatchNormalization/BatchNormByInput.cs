namespace ILGpuAutoencoders.Engine.Ops.BatchNormalization;

/// <summary>
/// dx = γ · inverse deviation · (dz - share · (Σ dz + x̂ · Σ dz · x̂)) with dz = dy · f'(y); dx may be dy. The share is 1 / rows if the
/// statistics came from this batch, and 0 if they are constants.
/// </summary>
internal readonly partial struct BatchNormByInput<TActivation>(
    Storage x, Storage y, Storage dy, Storage statistics, Storage gamma, Storage dbeta, Storage dgamma, Storage dx, int rows, int channels,
    float share, TActivation activation) : IKernel
    where TActivation : unmanaged, IUnaryOp
{
    private readonly Storage _x = x, _y = y, _dy = dy, _statistics = statistics, _gamma = gamma, _dbeta = dbeta, _dgamma = dgamma, _dx = dx;
    private readonly int _rows = rows, _channels = channels;
    private readonly float _share = share;
    private readonly TActivation _activation = activation;
}
