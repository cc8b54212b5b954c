using ILGPU;
using ILGpuAutoencoders.Engine.Lanes;
using ILGpuAutoencoders.Engine.Ops.Reductions;

namespace ILGpuAutoencoders.Engine.Ops.BatchNormalization;

internal readonly partial struct Normalize<TActivation>
{
    public void Run(SimtDevice device)
    {
        if (_channels % 4 == 0 && SimtDevice.AreWide(_x, _y, _statistics, _gamma, _beta))
        {
            Launch<Float4>(device, width: 4);
        }
        else
        {
            Launch<ScalarLane>(device, width: 1);
        }
    }

    private void Launch<T>(SimtDevice device, int width)
        where T : unmanaged, ISimtLane<T>
    {
        var walk = ColumnWalk.Of(device, 1, _rows, _channels, width, mostPieces: int.MaxValue);
        device.Launch(Kernel<T>, walk.Groups, device.Target.ElementThreads, new Args
        {
            X = device.View(_x),
            Y = device.View(_y),
            Statistics = device.View(_statistics),
            Gamma = device.View(_gamma),
            Beta = device.View(_beta),
            Walk = walk,
            Activation = _activation,
        });
    }

    private static void Kernel<T>(Args a)
        where T : unmanaged, ISimtLane<T>
    {
        var place = a.Walk.Start(T.Width);
        int channels = a.Walk.Columns, column = place.Column;
        if (column >= channels)
        {
            return;
        }

        T mean = T.Load(a.Statistics, column), scale = T.Load(a.Statistics, channels + column) * T.Load(a.Gamma, column);
        var beta = T.Load(a.Beta, column);
        for (int r = place.First + place.Down; r < place.End; r += place.Step)
        {
            int i = (r * channels) + column;
            T.Store(a.Activation.Forward(((T.Load(a.X, i) - mean) * scale) + beta), a.Y, i);
        }
    }

    internal struct Args
    {
        internal ArrayView<float> X, Y, Statistics, Gamma, Beta;
        internal ColumnWalk Walk;
        internal TActivation Activation;
    }
}
