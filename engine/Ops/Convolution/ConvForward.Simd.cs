using ILGpuAutoencoders.Engine.Ops.Convolution.Simd;
using ILGpuAutoencoders.Engine.Products.Simd;

namespace ILGpuAutoencoders.Engine.Ops.Convolution;

internal readonly unsafe partial struct ConvForward<TActivation> : ITileWork
{
    public void Run(SimdDevice device) => TileDispatch.Run(device, this);

    public void Run<TTile>(SimdDevice device)
        where TTile : ITile
    {
        var s = _shape;
        var weights = new PanelPacking<TTile> { Weight = device.Pointer(_weight), Taps = 1, TapDepth = s.PatchLength, RowStep = s.OutC, ColumnStep = 1, Columns = s.OutC };
        var padding = Padding.ForPatches(s, s.C);
        new PatchTask<TTile, TActivation>
        {
            Source = device.Pointer(_x),
            Bias = _bias is null ? null : device.Pointer(_bias),
            Result = device.Pointer(_y),
            Pictures = s.N,
            ResultH = s.OutH,
            ResultW = s.OutW,
            Padding = padding,
            Product = PatchProduct.OfConvolution(s),
            Weights = weights,
            Activation = _activation,
        }.Run(device);
    }
}
