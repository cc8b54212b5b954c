using ILGPU;

namespace ILGpuAutoencoders.Engine;

internal readonly partial struct ChannelMoments
{
    public void Run(SimtDevice device)
    {
        int count = ChannelPieces.Count(_rows) * _channels;
        device.LaunchPerElement(Kernel, count, new Args { X = device.View(_x), Partials = device.View(_partials), Rows = _rows, Channels = _channels, Count = count });
    }

    private static void Kernel(Args a)
    {
        for (int i = GridLoop.Start; i < a.Count; i = GridLoop.After(i))
        {
            int piece = i / a.Channels, channel = i - (piece * a.Channels);
            int first = piece * ChannelPieces.Rows, rows = Math.Min(ChannelPieces.Rows, a.Rows - first);
            int x = (first * a.Channels) + channel;
            float shift = a.X[x], sum = 0, squares = 0;
            for (int r = 0; r < rows; r++, x += a.Channels)
            {
                float deviation = a.X[x] - shift;
                sum += deviation;
                squares += deviation * deviation;
            }

            float offset = sum / rows, rest = squares - (sum * offset);
            int result = (piece * 2 * a.Channels) + channel;
            a.Partials[result] = shift + offset;
            a.Partials[result + a.Channels] = 0 > rest ? 0 : rest;
        }
    }

    internal struct Args
    {
        internal ArrayView<float> X, Partials;
        internal int Rows, Channels, Count;
    }
}
