using ILGpuAutoencoders.Engine.Products;

namespace ILGpuAutoencoders.Engine.Ops.Convolution;

/// <summary>y = f(conv(x, w) + bias): an implicit matmul of patches [N·OutH·OutW, KernelH·KernelW·C] and weights [·, OutC].</summary>
internal readonly partial struct ConvForward<TActivation>(
    Storage x, Storage weight, Storage? bias, Storage y, ConvShape shape, TActivation activation) : IKernel, IProduct
    where TActivation : unmanaged, IUnaryOp
{
    private readonly Storage _x = x, _weight = weight, _y = y;
    private readonly Storage? _bias = bias;
    private readonly ConvShape _shape = shape;
    private readonly TActivation _activation = activation;

    public double MultiplyAdds => _shape.MultiplyAdds;
}
