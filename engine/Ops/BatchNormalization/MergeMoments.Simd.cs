using System.Runtime.CompilerServices;
using ILGpuAutoencoders.Engine.Lanes;

namespace ILGpuAutoencoders.Engine.Ops.BatchNormalization;

/// <summary>
/// Combines the moments of neighbouring runs of rows, <see cref="ChannelPieces.Rows"/> at a time, after Chan, Golub and LeVeque,
/// "Updating formulae and a pairwise algorithm for computing sample variances" (1979): m = Σ nᵢmᵢ / n, s = Σ sᵢ + nᵢ(mᵢ - m)².
/// Both arrays are [parts, 2, channels]; part i covers the span rows from i · span on, or as many as are left.
/// </summary>
internal static unsafe class MergeMoments
{
    internal static void Run(SimdDevice device, float* from, float* to, int rows, int span, int parts, int channels)
    {
        var body = new Body { From = from, To = to, Rows = rows, Span = span, Parts = parts, Channels = channels };
        device.For(ChannelPieces.Count(parts), ref body);
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
