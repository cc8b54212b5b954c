using ILGPU;

namespace ILGpuAutoencoders.Engine;

internal readonly partial struct AxisFilter
{
    public void Run(SimtDevice device)
    {
        int count = _outer * OutputLength * _inner;
        device.LaunchPerElement(Kernel, count, new Args
        {
            X = device.View(_x),
            Y = device.View(_y),
            Length = _length,
            OutputLength = OutputLength,
            Inner = _inner,
            Padding = _padding,
            Count = count,
            T0 = s_taps[0],
            T1 = s_taps[1],
            T2 = s_taps[2],
            T3 = s_taps[3],
            T4 = s_taps[4],
            T5 = s_taps[5],
        });
    }

    private static void Kernel(Args a)
    {
        for (int i = GridLoop.Start; i < a.Count; i += GridLoop.Stride)
        {
            int inner = i % a.Inner, place = (i / a.Inner % a.OutputLength) - a.Padding, outer = i / a.Inner / a.OutputLength;
            int row = (outer * a.Length * a.Inner) + inner;
            a.Y[i] = (a.T0 * At(a, row, place)) + (a.T1 * At(a, row, place + 1)) + (a.T2 * At(a, row, place + 2)) + (a.T3 * At(a, row, place + 3))
                + (a.T4 * At(a, row, place + 4)) + (a.T5 * At(a, row, place + 5)) + (a.T4 * At(a, row, place + 6)) + (a.T3 * At(a, row, place + 7))
                + (a.T2 * At(a, row, place + 8)) + (a.T1 * At(a, row, place + 9)) + (a.T0 * At(a, row, place + 10));
        }
    }

    private static float At(Args a, int row, int place) => place >= 0 && place < a.Length ? a.X[row + (place * a.Inner)] : 0;

    internal struct Args
    {
        internal ArrayView<float> X, Y;
        internal int Length, OutputLength, Inner, Padding, Count;
        internal float T0, T1, T2, T3, T4, T5;
    }
}
