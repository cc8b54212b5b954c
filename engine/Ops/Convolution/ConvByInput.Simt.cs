using ILGpuAutoencoders.Engine.Ops.Convolution.Simt;
using ILGpuAutoencoders.Engine.Products.Simt;

namespace ILGpuAutoencoders.Engine.Ops.Convolution;

internal readonly partial struct ConvByInput<TActivation>
{
    public void Run(SimtDevice device)
    {
        if (SimtDevice.IsWide(_y, _shape.OutC, _shape.OutC) && SimtDevice.IsWide(_weight, _shape.OutC, _shape.OutC))
        {
            Run<Wide>(device);
        }
        else
        {
            Run<Narrow>(device);
        }
    }

    private void Run<TWidth>(SimtDevice device)
        where TWidth : struct, IWidth
    {
        var phases = Phases.Of(_shape);
        var geometry = Phases.Geometry(_shape);
        new Product<PatchRows<TWidth>, PhaseWeights<TWidth>, PixelRows, TActivation>(
            new() { Pictures = device.View(_y), Geometry = geometry, Phases = phases },
            new()
            {
                Weights = device.View(_weight),
                Geometry = geometry,
                Phases = phases,
                Columns = _shape.C,
                KernelW = _shape.KernelW,
            },
            new() { Phases = phases, Positions = geometry.Positions, Channels = _shape.C },
            _x,
            _bias,
            _activation,
            new(geometry.Positions, _shape.C, geometry.Taps, _shape.Image.Count, phases.Count)).Launch(device);
    }
}
