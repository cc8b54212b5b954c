using ILGPU;

namespace ILGpuAutoencoders.Engine;

internal readonly partial struct AxisReduction
{
    public void Run(SimtDevice device)
    {
        int pieces = Pieces(_reduced), count = _outer * pieces * _inner;
        device.LaunchPerElement(Kernel, count, new Args { X = device.View(_x), Y = device.View(_y), Reduced = _reduced, Inner = _inner, Pieces = pieces, Count = count });
    }

    private static void Kernel(Args a)
    {
        for (int i = GridLoop.Start; i < a.Count; i = GridLoop.After(i))
        {
            int inner = i % a.Inner, piece = i / a.Inner % a.Pieces, outer = i / a.Inner / a.Pieces;
            int start = piece * Piece, end = Math.Min(a.Reduced, start + Piece);
            float sum = 0;
            for (int r = start; r < end; r++)
            {
                sum += a.X[((((long)outer * a.Reduced) + r) * a.Inner) + inner];
            }

            a.Y[i] = sum;
        }
    }

    internal struct Args
    {
        internal ArrayView<float> X, Y;
        internal int Reduced, Inner, Pieces, Count;
    }
}
