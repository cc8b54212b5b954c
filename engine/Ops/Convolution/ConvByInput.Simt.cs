using ILGpuAutoencoders.Engine.Ops.Convolution.Simt;
using ILGpuAutoencoders.Engine.Products;

namespace ILGpuAutoencoders.Engine.Ops.Convolution;

internal readonly partial struct ConvByInput<TActivation> : IWidthWork
{
    public void Run(SimtDevice device)
    {
        bool isWide = SimtDevice.IsWide(_y, _shape.OutC, _shape.OutC) && SimtDevice.IsWide(_weight, _shape.OutC, _shape.OutC);
        CopyWidth.Run(device, this, isWide, isWide);
    }

    public void Run<TA, TB>(SimtDevice device)
        where TA : struct, IWidth
        where TB : struct, IWidth
    {
        var phases = Phases.Of(_shape);
        var geometry = Phases.Geometry(_shape);
        new TileLaunch<PatchRows<TA>, PhaseWeights<TB>, PixelRows, TActivation>(
            new() { Pictures = device.View(_y), Geometry = geometry, Phases = phases },
            new()
            {
                Weights = device.View(_weight),
                Geometry = geometry,
                Phases = phases,
                Columns = _shape.C,
                KernelW = _shape.X.Kernel,
            },
            new() { Phases = phases, Positions = geometry.Positions, Channels = _shape.C },
            _x,
            _bias,
            _activation,
            new(geometry.Positions, _shape.C, geometry.Taps, Count: _shape.Image.Count, Phases: phases.Count)).Launch(device);
    }
}
