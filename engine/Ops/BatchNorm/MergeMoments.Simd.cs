using System.Runtime.CompilerServices;

namespace ILGpuAutoencoders.Engine;

internal readonly unsafe partial struct MergeMoments
{
    public void Run(SimdDevice device)
    {
        var body = new Body { From = device.Pointer(_from), To = device.Pointer(_to), Rows = _rows, Span = _span, Parts = _parts, Channels = _channels };
        device.For(ChannelPieces.Count(_parts), ref body);
    }

    private struct Body : IParallelBody
    {
        internal float* From, To;
        internal int Rows, Span, Parts, Channels;

        public readonly void Invoke(int index)
        {
            int first = index * ChannelPieces.Rows, parts = Math.Min(ChannelPieces.Rows, Parts - first);
            var columns = new Columns
            {
                From = From + ((nint)first * 2 * Channels),
                To = To + ((nint)index * 2 * Channels),
                Rows = (int)Math.Min((long)parts * Span, Rows - ((long)first * Span)),
                Span = Span,
                Parts = parts,
                Channels = Channels,
            };
            ElementLoop.Range(ref columns, 0, Channels);
        }
    }

    private struct Columns : IElementBody
    {
        internal float* From, To;
        internal int Rows, Span, Parts, Channels;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Invoke<T>(int channel)
            where T : struct, IHostLane<T>
        {
            T shift = T.Load(From + channel), sum = T.Constant(0), squares = T.Constant(0);
            for (int i = 0; i < Parts; i++)
            {
                sum += (T.Load(From + ((nint)i * 2 * Channels) + channel) - shift) * Weight<T>(i);
            }

            var mean = shift + (sum * T.Constant(1f / Rows));
            for (int i = 0; i < Parts; i++)
            {
                float* part = From + ((nint)i * 2 * Channels) + channel;
                var deviation = T.Load(part) - mean;
                squares += T.Load(part + Channels) + (deviation * deviation * Weight<T>(i));
            }

            T.Store(mean, To + channel);
            T.Store(squares, To + Channels + channel);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly T Weight<T>(int part)
            where T : struct, IHostLane<T> => T.Constant(part == Parts - 1 ? Rows - (part * Span) : Span);
    }
}
