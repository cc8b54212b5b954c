using ILGpuAutoencoders.Engine.Products;

namespace ILGpuAutoencoders.Engine.Ops.Convolution;

/// <summary>dw = patchesᵀ(x) · dy, summed over all pictures and positions: the gradient of a convolution by its weights.</summary>
internal readonly partial struct ConvByWeight(Storage x, Storage dy, Storage dw, ConvShape shape) : IKernel, IProduct
{
    private readonly Storage _x = x, _dy = dy, _dw = dw;
    private readonly ConvShape _shape = shape;

    public double MultiplyAdds => _shape.MultiplyAdds;
}
