using ILGPU;

namespace ILGpuAutoencoders.Engine;

internal readonly partial struct BatchNormByInput<TActivation>
{
    public void Run(SimtDevice device) => device.LaunchPerElement(Kernel, _rows * _channels, new Args
    {
        X = device.View(_x),
        Y = device.View(_y),
        Dy = device.View(_dy),
        Dx = device.View(_dx),
        Statistics = device.View(_statistics),
        Gamma = device.View(_gamma),
        Sums = device.View(_sums),
        Channels = _channels,
        Count = _rows * _channels,
        Share = _share,
        Activation = _activation,
    });

    private static void Kernel(Args a)
    {
        for (int i = GridLoop.Start; i < a.Count; i = GridLoop.After(i))
        {
            int channel = i % a.Channels;
            float inverse = a.Statistics[a.Channels + channel], normalized = (a.X[i] - a.Statistics[channel]) * inverse;
            float dz = a.Dy[i] * a.Activation.Derivative(new ScalarLane(a.Y[i])).Value;
            float common = (a.Sums[channel] + (normalized * a.Sums[a.Channels + channel])) * a.Share;
            a.Dx[i] = (dz - common) * (a.Gamma[channel] * inverse);
        }
    }

    internal struct Args
    {
        internal ArrayView<float> X, Y, Dy, Dx, Statistics, Gamma, Sums;
        internal int Channels, Count;
        internal float Share;
        internal TActivation Activation;
    }
}
