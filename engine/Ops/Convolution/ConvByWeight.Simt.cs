using ILGpuAutoencoders.Engine.Ops.Convolution.Simt;
using ILGpuAutoencoders.Engine.Products;

namespace ILGpuAutoencoders.Engine.Ops.Convolution;

internal readonly partial struct ConvByWeight : IWidthWork
{
    public void Run(SimtDevice device) =>
        CopyWidth.Run(device, this, SimtDevice.IsWide(_x, _shape.C, _shape.C), SimtDevice.IsWide(_dy, _shape.OutC, _shape.OutC));

    public void Run<TA, TB>(SimtDevice device)
        where TA : struct, IWidth
        where TB : struct, IWidth
    {
        var patches = new PatchColumns<TA> { Pictures = device.View(_x), Geometry = PatchGeometry.Of(_shape) };
        var (positions, taps) = (_shape.N * _shape.Positions, _shape.PatchLength);
        TileLaunch.TimesMatrix<PatchColumns<TA>, TB, Identity>(
            device, patches, _dy, bias: null, _dw, m: taps, n: _shape.OutC, k: positions, activation: default);
    }
}
