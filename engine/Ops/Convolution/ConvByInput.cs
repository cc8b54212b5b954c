using ILGpuAutoencoders.Engine.Products;

namespace ILGpuAutoencoders.Engine.Ops.Convolution;

/// <summary>
/// x = f(convᵀ(y, w) + bias): the gradient of a convolution by its input, and the forward pass of a transposed convolution.
/// x[iy, ix] collects w[ky, kx] · y[oy, ox] over all taps with oy · Stride - Padding + ky = iy, columns likewise.
/// </summary>
internal readonly partial struct ConvByInput<TActivation>(
    Storage y, Storage weight, Storage? bias, Storage x, ConvShape shape, TActivation activation) : IKernel, IProduct
    where TActivation : unmanaged, IUnaryOp
{
    private readonly Storage _y = y, _weight = weight, _x = x;
    private readonly Storage? _bias = bias;
    private readonly ConvShape _shape = shape;
    private readonly TActivation _activation = activation;

    public double MultiplyAdds => _shape.MultiplyAdds;
}
