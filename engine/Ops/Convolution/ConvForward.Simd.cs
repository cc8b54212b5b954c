using ILGpuAutoencoders.Engine.Ops.Convolution.Simd;
using ILGpuAutoencoders.Engine.Products;

namespace ILGpuAutoencoders.Engine.Ops.Convolution;

internal readonly unsafe partial struct ConvForward<TActivation>
{
    public void Run(SimdDevice device) => new PatchTask<TActivation>
    {
        Source = device.Pointer(_x),
        Bias = _bias is null ? null : device.Pointer(_bias),
        Result = device.Pointer(_y),
        Pictures = _shape.N,
        Padding = Padding.ForPatches(_shape, _shape.C),
        Grid = PatchGrid.OfConvolution(_shape),
        Weights = new(HostMatrix.RowMajor(device.Pointer(_weight), _shape.OutC), _shape.PatchLength, _shape.OutC),
        Activation = _activation,
    }.Run(device);
}
