using System.Runtime.CompilerServices;
using ILGpuAutoencoders.Engine.Lanes;

namespace ILGpuAutoencoders.Engine.Ops.BatchNormalization;

/// <summary>The body of a loop over [rows, channels]: handles the elements of one row that one lane holds.</summary>
internal interface IChannelBody
{
    /// <summary>
    /// Handles the elements from <paramref name="element"/> on, which belong to the channels from <paramref name="channel"/> on.
    /// </summary>
    void Invoke<T>(nint element, int channel)
        where T : struct, IHostLane<T>;
}

/// <summary>The Simd loop over [rows, channels] with per-channel values: pieces of whole rows, over all threads.</summary>
internal static class ChannelLoop
{
    private const int ElementsAPiece = 1 << 14;

    internal static void Run<TBody>(SimdDevice device, int rows, int channels, ref TBody body)
        where TBody : struct, IChannelBody
    {
        int rowsAPiece = Math.Max(1, ElementsAPiece / channels);
        var pieces = new Pieces<TBody> { Body = body, Rows = rows, Channels = channels, RowsAPiece = rowsAPiece };
        device.For((rows + rowsAPiece - 1) / rowsAPiece, ref pieces);
    }

    private struct Pieces<TBody> : IParallelBody
        where TBody : struct, IChannelBody
    {
        internal TBody Body;
        internal int Rows, Channels, RowsAPiece;

        public readonly void Invoke(int index)
        {
            int first = index * RowsAPiece, end = Math.Min(Rows, first + RowsAPiece), channels = Channels;
            var row = new Row<TBody> { Body = Body, Element = (nint)first * channels };
            for (int r = first; r < end; r++, row.Element += channels)
            {
                ElementLoop.Range(ref row, 0, channels);
            }
        }
    }

    private struct Row<TBody> : IElementBody
        where TBody : struct, IChannelBody
    {
        internal TBody Body;
        internal nint Element;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Invoke<T>(int i)
            where T : struct, IHostLane<T> => Body.Invoke<T>(Element + i, i);
    }
}
