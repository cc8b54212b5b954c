using ILGPU;

namespace ILGpuAutoencoders.Engine;

internal readonly partial struct MergeMoments
{
    public void Run(SimtDevice device)
    {
        int count = ChannelPieces.Count(_parts) * _channels;
        device.LaunchPerElement(Kernel, count, new Args
        {
            From = device.View(_from),
            To = device.View(_to),
            Rows = _rows,
            Span = _span,
            Parts = _parts,
            Channels = _channels,
            Count = count,
        });
    }

    private static void Kernel(Args a)
    {
        for (int i = GridLoop.Start; i < a.Count; i = GridLoop.After(i))
        {
            int index = i / a.Channels, channel = i - (index * a.Channels), step = 2 * a.Channels;
            int first = index * ChannelPieces.Rows, end = Math.Min(a.Parts, first + ChannelPieces.Rows);
            int rows = a.Rows - (first * a.Span), last = (a.Parts - 1) * a.Span;
            rows = end < a.Parts ? (end - first) * a.Span : rows;
            float shift = a.From[(first * step) + channel], sum = 0, squares = 0;
            for (int p = first; p < end; p++)
            {
                sum += (a.From[(p * step) + channel] - shift) * (p == a.Parts - 1 ? a.Rows - last : a.Span);
            }

            float mean = shift + (sum / rows);
            for (int p = first; p < end; p++)
            {
                int part = (p * step) + channel;
                float deviation = a.From[part] - mean;
                squares += a.From[part + a.Channels] + (deviation * deviation * (p == a.Parts - 1 ? a.Rows - last : a.Span));
            }

            a.To[(index * step) + channel] = mean;
            a.To[(index * step) + a.Channels + channel] = squares;
        }
    }

    internal struct Args
    {
        internal ArrayView<float> From, To;
        internal int Rows, Span, Parts, Channels, Count;
    }
}
