using ILGPU;

namespace ILGpuAutoencoders.Engine;

internal readonly partial struct BatchNormSums<TActivation>
{
    public void Run(SimtDevice device)
    {
        int count = ChannelPieces.Count(_rows) * _channels;
        device.LaunchPerElement(Kernel, count, new Args
        {
            X = device.View(_x),
            Y = device.View(_y),
            Dy = device.View(_dy),
            Statistics = device.View(_statistics),
            Partials = device.View(_partials),
            Rows = _rows,
            Channels = _channels,
            Count = count,
            Activation = _activation,
        });
    }

    private static void Kernel(Args a)
    {
        for (int i = GridLoop.Start; i < a.Count; i = GridLoop.After(i))
        {
            int piece = i / a.Channels, channel = i - (piece * a.Channels);
            int first = piece * ChannelPieces.Rows, rows = Math.Min(ChannelPieces.Rows, a.Rows - first);
            int element = (first * a.Channels) + channel;
            float mean = a.Statistics[channel], sum = 0, product = 0;
            for (int r = 0; r < rows; r++, element += a.Channels)
            {
                float dz = a.Dy[element] * a.Activation.Derivative(new ScalarLane(a.Y[element])).Value;
                sum += dz;
                product += dz * (a.X[element] - mean);
            }

            int result = (piece * 2 * a.Channels) + channel;
            a.Partials[result] = sum;
            a.Partials[result + a.Channels] = product * a.Statistics[a.Channels + channel];
        }
    }

    internal struct Args
    {
        internal ArrayView<float> X, Y, Dy, Statistics, Partials;
        internal int Rows, Channels, Count;
        internal TActivation Activation;
    }
}
