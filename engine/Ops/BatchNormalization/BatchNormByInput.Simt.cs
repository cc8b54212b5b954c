using ILGPU;
using ILGpuAutoencoders.Engine.Lanes;
using ILGpuAutoencoders.Engine.Ops.Reductions;

namespace ILGpuAutoencoders.Engine.Ops.BatchNormalization;

internal readonly partial struct BatchNormByInput<TActivation>
{
    public void Run(SimtDevice device)
    {
        if (_channels % 4 == 0 && SimtDevice.AreWide(_x, _y, _dy, _dx, _statistics, _gamma, _dbeta, _dgamma))
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
            Dy = device.View(_dy),
            Dx = device.View(_dx),
            Statistics = device.View(_statistics),
            Gamma = device.View(_gamma),
            Dbeta = device.View(_dbeta),
            Dgamma = device.View(_dgamma),
            Walk = walk,
            Share = _share,
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

        T mean = T.Load(a.Statistics, column), inverse = T.Load(a.Statistics, channels + column);
        var factor = T.Load(a.Gamma, column) * inverse;
        T dbeta = T.Load(a.Dbeta, column) * T.Constant(a.Share), dgamma = T.Load(a.Dgamma, column) * T.Constant(a.Share);
        for (int r = place.First + place.Down; r < place.End; r += place.Step)
        {
            int i = (r * channels) + column;
            T dz = T.Load(a.Dy, i) * a.Activation.Derivative(T.Load(a.Y, i)), normalized = (T.Load(a.X, i) - mean) * inverse;
            T.Store((dz - (dbeta + (normalized * dgamma))) * factor, a.Dx, i);
        }
    }

    internal struct Args
    {
        internal ArrayView<float> X, Y, Dy, Dx, Statistics, Gamma, Dbeta, Dgamma;
        internal ColumnWalk Walk;
        internal float Share;
        internal TActivation Activation;
    }
}
