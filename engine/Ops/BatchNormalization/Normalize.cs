namespace ILGpuAutoencoders.Engine.Ops.BatchNormalization;

/// <summary>
/// y = f((x - mean) · inverse deviation · γ + β) for each channel; x and y are [rows, channels], statistics [2, channels].
/// </summary>
internal readonly partial struct Normalize<TActivation>(
    Storage x, Storage statistics, Storage gamma, Storage beta, Storage y, int rows, int channels, TActivation activation) : IKernel
    where TActivation : unmanaged, IUnaryOp
{
    private readonly Storage _x = x, _statistics = statistics, _gamma = gamma, _beta = beta, _y = y;
    private readonly int _rows = rows, _channels = channels;
    private readonly TActivation _activation = activation;
}
