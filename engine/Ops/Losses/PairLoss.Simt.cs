using ILGPU;

namespace ILGpuAutoencoders.Engine;

internal readonly partial struct PairLoss<TOp>
{
    public void Run(SimtDevice device)
    {
        var partials = device.View(_partials);
        int pieces = Pieces(_count), from = 0;
        device.LaunchPerElement(TermsKernel, pieces, new Args
        {
            A = device.View(_a),
            B = device.View(_b),
            Da = device.View(_da ?? _a),
            Db = device.View(_db ?? _b),
            Partials = partials,
            HasDa = _da is null ? 0 : 1,
            HasDb = _db is null ? 0 : 1,
            Count = _count,
            Pieces = pieces,
            Scale = _scale,
        });
        while (pieces > Radix)
        {
            int fewer = Pieces(pieces);
            Fold(partials.SubView(from, pieces), partials.SubView(from + pieces, fewer), pieces, fewer, 1);
            (from, pieces) = (from + pieces, fewer);
        }

        Fold(partials.SubView(from, pieces), device.View(_loss), pieces, 1, _scale);

        void Fold(ArrayView<float> x, ArrayView<float> y, int count, int fewer, float scale) =>
            device.LaunchPerElement(FoldKernel, fewer, new FoldArgs { X = x, Y = y, Count = count, Pieces = fewer, Scale = scale });
    }

    private static void TermsKernel(Args k)
    {
        for (int piece = GridLoop.Start; piece < k.Pieces; piece = GridLoop.After(piece))
        {
            float sum = 0;
            for (int i = piece; i < k.Count; i += k.Pieces)
            {
                ScalarLane a = new(k.A[i]), b = new(k.B[i]);
                sum += default(TOp).Forward(a, b).Value;
                if (k.HasDa != 0)
                {
                    k.Da[i] = default(TOp).DerivativeA(a, b).Value * k.Scale;
                }

                if (k.HasDb != 0)
                {
                    k.Db[i] = default(TOp).DerivativeB(a, b).Value * k.Scale;
                }
            }

            k.Partials[piece] = sum;
        }
    }

    private static void FoldKernel(FoldArgs k)
    {
        for (int piece = GridLoop.Start; piece < k.Pieces; piece = GridLoop.After(piece))
        {
            float sum = 0;
            for (int i = piece; i < k.Count; i += k.Pieces)
            {
                sum += k.X[i];
            }

            k.Y[piece] = sum * k.Scale;
        }
    }

    internal struct Args
    {
        internal ArrayView<float> A, B, Da, Db, Partials;
        internal int HasDa, HasDb, Count, Pieces;
        internal float Scale;
    }

    internal struct FoldArgs
    {
        internal ArrayView<float> X, Y;
        internal int Count, Pieces;
        internal float Scale;
    }
}
