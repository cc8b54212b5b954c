using System.Runtime.CompilerServices;
using ILGpuAutoencoders.Engine.Lanes;

namespace ILGpuAutoencoders.Engine.Ops.Similarity;

internal readonly unsafe partial struct AxisFilter
{
    public void Run(SimdDevice device)
    {
        var body =
            new Body
            {
                X = device.Pointer(_x),
                Y = device.Pointer(_y),
                Length = _length * _inner,
                OutputLength = OutputLength * _inner,
                Inner = _inner,
                Padding = _padding
            };
        device.For(_outer, ref body);
    }

    private struct Body : IParallelBody
    {
        internal float* X, Y;
        internal int Length, OutputLength, Inner, Padding;

        // Positions and channels of one outer index are one run: a tap shifts it by whole pixels.
        public readonly void Invoke(int index)
        {
            float* y = Y + ((long)index * OutputLength);
            new Span<float>(y, OutputLength).Clear();
            for (int k = 0; k < Taps; k++)
            {
                int shift = (k - Padding) * Inner;
                var tap = new Tap { X = X + ((long)index * Length) + shift, Y = y, Weight = s_taps[k] };
                ElementLoop.Range(ref tap, Math.Max(0, -shift), Math.Min(OutputLength, Length - shift));
            }
        }
    }

    private struct Tap : IElementBody
    {
        internal float* X, Y;
        internal float Weight;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Invoke<T>(int i)
            where T : struct, IHostLane<T> => T.Store(T.Load(Y + i) + (T.Constant(Weight) * T.Load(X + i)), Y + i);
    }
}
