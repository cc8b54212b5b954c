using ILGpuAutoencoders.Engine.Ops.Convolution.Simt;
using ILGpuAutoencoders.Engine.Products.Simt;

namespace ILGpuAutoencoders.Engine.Ops.Convolution;

internal readonly partial struct ConvForward<TActivation>
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
        if (SimtDevice.IsWide(_weight, _shape.OutC, _shape.OutC))
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
        new Product<PatchRows<TA>, MatrixOperand<AcrossK, TB>, MatrixRows, TActivation>(
            new() { Pictures = device.View(_x), Geometry = geometry },
            new()
            {
                Matrix = device.View(_weight),
                OuterCount = _shape.OutC,
                OuterStep = 1,
                InnerCount = geometry.Taps,
                InnerStep = _shape.OutC,
            },
            new() { Rows = geometry.Positions, Columns = _shape.OutC },
            _y,
            _bias,
            _activation,
            new(geometry.Positions, _shape.OutC, geometry.Taps, _shape.Patches.Count)).Launch(device);
    }
}
