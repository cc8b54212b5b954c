using ILGpuAutoencoders.Engine.Ops.Convolution.Simt;
using ILGpuAutoencoders.Engine.Products;

namespace ILGpuAutoencoders.Engine.Ops.Convolution;

internal readonly partial struct ConvForward<TActivation> : IWidthWork
{
    public void Run(SimtDevice device) =>
        CopyWidth.Run(device, this, SimtDevice.IsWide(_x, _shape.C, _shape.C), SimtDevice.IsWide(_weight, _shape.OutC, _shape.OutC));

    public void Run<TA, TB>(SimtDevice device)
        where TA : struct, IWidth
        where TB : struct, IWidth
    {
        var patches = new PatchRows<TA> { Pictures = device.View(_x), Geometry = PatchGeometry.Of(_shape) };
        var (positions, taps) = (_shape.N * _shape.Positions, _shape.PatchLength);
        TileLaunch.TimesMatrix<PatchRows<TA>, TB, TActivation>(
            device, patches, _weight, _bias, _y, m: positions, n: _shape.OutC, k: taps, _activation);
    }
}
