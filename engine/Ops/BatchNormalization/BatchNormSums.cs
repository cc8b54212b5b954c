namespace ILGpuAutoencoders.Engine.Ops.BatchNormalization;

/// <summary>
/// With dz = dy · f'(y) and x̂ = (x - mean) · inverse deviation, over all rows: sum = Σ dz, which is dβ, and product = Σ dz · x̂, which is dγ,
/// each [channels].
/// </summary>
internal readonly partial struct BatchNormSums<TActivation>(
    Storage x, Storage y, Storage dy, Storage statistics, Storage sum, Storage product, int rows, int channels, TActivation activation) : IKernel
    where TActivation : unmanaged, IUnaryOp
{
    private readonly Storage _x = x, _y = y, _dy = dy, _statistics = statistics, _sum = sum, _product = product;
    private readonly int _rows = rows, _channels = channels;
    private readonly TActivation _activation = activation;
}
