using ILGpuAutoencoders.Engine.Lanes;
using ILGpuAutoencoders.Engine.Ops.Reductions;

namespace ILGpuAutoencoders.Engine.Ops.Activations;

internal readonly partial struct BiasGradient<TActivation>
{
    public void Run(SimdDevice device)
    {
        if (typeof(TActivation) != typeof(Identity))
        {
            new UnaryMapBackward<TActivation>(_y, _dy, _dy, _rows * _columns, _activation).Run(device);
        }

        new AxisSum(_dy, _db, 1, _rows, _columns).Run(device);
    }
}
