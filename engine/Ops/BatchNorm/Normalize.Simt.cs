using ILGPU;

namespace ILGpuAutoencoders.Engine;

internal readonly partial struct Normalize<TActivation>
{
    public void Run(SimtDevice device) => device.LaunchPerElement(Kernel, _rows * _channels, new Args
    {
        X = device.View(_x),
        Y = device.View(_y),
        Statistics = device.View(_statistics),
        Gamma = device.View(_gamma),
        Beta = device.View(_beta),
        Channels = _channels,
        Count = _rows * _channels,
        Activation = _activation,
    });

    private static void Kernel(Args a)
    {
        for (int i = GridLoop.Start; i < a.Count; i = GridLoop.After(i))
        {
            int channel = i % a.Channels;
            float scale = a.Statistics[a.Channels + channel] * a.Gamma[channel];
            a.Y[i] = a.Activation.Forward(new ScalarLane(((a.X[i] - a.Statistics[channel]) * scale) + a.Beta[channel])).Value;
        }
    }

    internal struct Args
    {
        internal ArrayView<float> X, Y, Statistics, Gamma, Beta;
        internal int Channels, Count;
        internal TActivation Activation;
    }
}
