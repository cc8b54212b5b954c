using System.Runtime.CompilerServices;

namespace ILGpuAutoencoders.Engine;

internal readonly unsafe partial struct ChannelMoments
{
    public void Run(SimdDevice device)
    {
        var body = new Body { X = device.Pointer(_x), Partials = device.Pointer(_partials), Rows = _rows, Channels = _channels };
        device.For(ChannelPieces.Count(_rows), ref body);
    }

    private struct Body : IParallelBody
    {
        internal float* X, Partials;
        internal int Rows, Channels;

        public readonly void Invoke(int piece)
        {
            int start = piece * ChannelPieces.Rows;
            float* result = Partials + ((nint)piece * 2 * Channels);
            var columns = new Columns
            {
                X = X + ((nint)start * Channels),
                Mean = result,
                Squares = result + Channels,
                Rows = Math.Min(ChannelPieces.Rows, Rows - start),
                Channels = Channels,
            };
            ElementLoop.Range(ref columns, 0, Channels);
        }
    }

    private struct Columns : IElementBody
    {
        internal float* X, Mean, Squares;
        internal int Rows, Channels;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Invoke<T>(int channel)
            where T : struct, IHostLane<T>
        {
            float* x = X + channel;
            T shift = T.Load(x), sum = T.Constant(0), squares = T.Constant(0);
            nint step = Channels;
            for (int r = Rows; r > 0; r--, x += step)
            {
                var deviation = T.Load(x) - shift;
                sum += deviation;
                squares = T.MultiplyAdd(deviation, deviation, squares);
            }

            var offset = sum * T.Constant(1f / Rows);
            T.Store(shift + offset, Mean + channel);
            T.Store(T.Max(T.Constant(0), squares - (sum * offset)), Squares + channel);
        }
    }
}
