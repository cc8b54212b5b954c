using ILGPU;
using ILGpuAutoencoders.Engine.Lanes;

namespace ILGpuAutoencoders.Engine.Ops.Similarity;

internal readonly partial struct AxisFilter
{
    public void Run(SimtDevice device) => SimtLoop<SimtBody>.Launch(
        device,
        _outer * OutputLength * _inner,
        new()
        {
            X = device.View(_x),
            Y = device.View(_y),
            Length = _length,
            OutputLength = OutputLength,
            Inner = _inner,
            Padding = _padding,
            T0 = s_taps[0],
            T1 = s_taps[1],
            T2 = s_taps[2],
            T3 = s_taps[3],
            T4 = s_taps[4],
            T5 = s_taps[5],
        },
        _inner % 4 == 0,
        _x,
        _y);

    internal struct SimtBody : IElementBody<ArrayView<float>>
    {
        internal ArrayView<float> X, Y;
        internal int Length, OutputLength, Inner, Padding;
        internal float T0, T1, T2, T3, T4, T5;

        public readonly void Invoke<T>(int i)
            where T : struct, IMemoryLane<T, ArrayView<float>>
        {
            int inner = i % Inner, place = (i / Inner % OutputLength) - Padding, outer = i / Inner / OutputLength;
            int row = (outer * Length * Inner) + inner;
            T.Store(
                (T.Constant(T0) * (At<T>(row, place) + At<T>(row, place + 10)))
                + (T.Constant(T1) * (At<T>(row, place + 1) + At<T>(row, place + 9)))
                + (T.Constant(T2) * (At<T>(row, place + 2) + At<T>(row, place + 8)))
                + (T.Constant(T3) * (At<T>(row, place + 3) + At<T>(row, place + 7)))
                + (T.Constant(T4) * (At<T>(row, place + 4) + At<T>(row, place + 6)))
                + (T.Constant(T5) * At<T>(row, place + 5)),
                Y,
                i);
        }

        private readonly T At<T>(int row, int place)
            where T : struct, IMemoryLane<T, ArrayView<float>> =>
            place >= 0 && place < Length ? T.Load(X, row + (place * Inner)) : T.Constant(0);
    }
}
