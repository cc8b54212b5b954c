using System.Runtime.CompilerServices;
using ILGpuAutoencoders.Engine.Lanes;
using ILGpuAutoencoders.Engine.Ops.Reductions;

namespace ILGpuAutoencoders.Engine.Ops.BatchNormalization;

internal readonly unsafe partial struct BatchNormSums<TActivation>
{
    public void Run(SimdDevice device)
    {
        int pieces = ChannelPieces.Count(_rows);
        long partialsLength = 2L * pieces * _channels;
        float* partials = device.Workspace(partialsLength + (2L * _channels) + AxisSum.Room(1, pieces, 2 * _channels));
        float* sums = partials + partialsLength;
        var body = new Body
        {
            X = device.Pointer(_x),
            Y = device.Pointer(_y),
            Dy = device.Pointer(_dy),
            Statistics = device.Pointer(_statistics),
            Partials = partials,
            Rows = _rows,
            Channels = _channels,
            Activation = _activation,
        };
        device.For(pieces, ref body);
        AxisSum.Add(device, partials, sums, sums + (2 * _channels), 1, pieces, 2 * _channels);
        new Span<float>(sums, _channels).CopyTo(new Span<float>(device.Pointer(_dbeta), _channels));
        new Span<float>(sums + _channels, _channels).CopyTo(new Span<float>(device.Pointer(_dgamma), _channels));
    }

    private struct Body : IParallelBody
    {
        internal float* X, Y, Dy, Statistics, Partials;
        internal int Rows, Channels;
        internal TActivation Activation;

        public readonly void Invoke(int piece)
        {
            int start = piece * ChannelPieces.Rows;
            nint first = (nint)start * Channels;
            var columns = new Columns
            {
                X = X + first,
                Y = Y + first,
                Dy = Dy + first,
                Statistics = Statistics,
                Result = Partials + ((nint)piece * 2 * Channels),
                Rows = Math.Min(ChannelPieces.Rows, Rows - start),
                Channels = Channels,
                Activation = Activation,
            };
            ElementLoop.Range(ref columns, 0, Channels);
        }
    }

    private struct Columns : IElementBody
    {
        internal float* X, Y, Dy, Statistics, Result;
        internal int Rows, Channels;
        internal TActivation Activation;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Invoke<T>(int channel)
            where T : struct, IHostLane<T>
        {
            T mean = T.Load(Statistics + channel), dbeta = T.Constant(0), dgamma = T.Constant(0);
            var activation = Activation;
            nint i = channel, step = Channels;
            for (int r = Rows; r > 0; r--, i += step)
            {
                var dz = T.Load(Dy + i);
                if (typeof(TActivation) != typeof(Identity))
                {
                    dz *= activation.Derivative(T.Load(Y + i));
                }

                dbeta += dz;
                T.AddProduct(ref dgamma, dz, T.Load(X + i) - mean);
            }

            T.Store(dbeta, Result + channel);
            T.Store(dgamma * T.Load(Statistics + Channels + channel), Result + Channels + channel);
        }
    }
}
