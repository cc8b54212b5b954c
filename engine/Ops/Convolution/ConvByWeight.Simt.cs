using ILGpuAutoencoders.Engine.Ops.Convolution.Simt;
using ILGpuAutoencoders.Engine.Products.Simt;

namespace ILGpuAutoencoders.Engine.Ops.Convolution;

internal readonly partial struct ConvByWeight
{
    public void Run(SimtDevice device)
    {
        if (SimtDevice.IsWide(_x, _shape.C, _shape.C))
        {
            RunPatches<Wide>(device);
        }
        else
        {
            RunPatches<Narrow>(device);
        }
    }

    private void RunPatches<TA>(SimtDevice device)
        where TA : struct, IWidth
    {
        if (SimtDevice.IsWide(_dy, _shape.OutC, _shape.OutC))
        {
            Run<TA, Wide>(device);
        }
        else
        {
            Run<TA, Narrow>(device);
        }
    }

    private void Run<TA, TB>(SimtDevice device)
        where TA : struct, IWidth
        where TB : struct, IWidth
    {
        var geometry = PatchGeometry.Of(_shape);
        new Product<PatchColumns<TA>, MatrixOperand<AcrossK, TB>, MatrixRows, Identity>(
            new() { Pictures = device.View(_x), Geometry = geometry },
            new()
            {
                Matrix = device.View(_dy),
                OuterCount = _shape.OutC,
                OuterStep = 1,
                InnerCount = geometry.Positions,
                InnerStep = _shape.OutC,
            },
            new() { Rows = geometry.Taps, Columns = _shape.OutC },
            _dw,
            null,
            default,
            new(geometry.Taps, _shape.OutC, geometry.Positions, geometry.Taps * _shape.OutC)).Launch(device);
    }
}
