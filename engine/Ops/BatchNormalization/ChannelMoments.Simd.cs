using System.Runtime.CompilerServices;
using ILGpuAutoencoders.Engine.Lanes;

namespace ILGpuAutoencoders.Engine.Ops.BatchNormalization;

/// <summary>
/// Mean and sum of squared deviations of each channel over the rows of each piece of <see cref="ChannelPieces.Rows"/>:
/// partials[p, 0, c] = m, partials[p, 1, c] = Σ (x - m)². x is [rows, channels], partials [pieces, 2, channels].
/// </summary>
/// <remarks>
/// Σ (x - k)² - (Σ (x - k))² / n with k the piece's first row: k is one of the terms, so the cancellation loses at most about
/// n times the rounding of a float, however far the mean is from zero.
/// </remarks>
internal static unsafe class ChannelMoments
{
    /// <summary>Mean and sum of squared deviations of each channel over all rows, [2, channels], in the device's working memory.</summary>
    internal static float* OfAllRows(SimdDevice device, float* x, int rows, int channels)
    {
        int pieces = ChannelPieces.Count(rows);
        // The pieces, then the merged ones of each level.
        float* moments = device.Workspace(2L * channels * ((2L * pieces) + ChannelPieces.Rows));
        var body = new Body { X = x, Partials = moments, Rows = rows, Channels = channels };
        device.For(pieces, ref body);
        for (int span = ChannelPieces.Rows; pieces > 1; span *= ChannelPieces.Rows)
        {
            float* merged = moments + (2L * channels * pieces);
            MergeMoments.Run(device, moments, merged, rows, span, pieces, channels);
            moments = merged;
            pieces = ChannelPieces.Count(pieces);
        }

        return moments;
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
                T.AddProduct(ref squares, deviation, deviation);
            }

            var offset = sum * T.Constant(1f / Rows);
            T.Store(shift + offset, Mean + channel);
            T.Store(T.Max(T.Constant(0), squares - (sum * offset)), Squares + channel);
        }
    }
}
