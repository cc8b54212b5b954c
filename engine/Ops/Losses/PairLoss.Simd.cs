using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using ILGpuAutoencoders.Engine.Lanes;

namespace ILGpuAutoencoders.Engine.Ops.Losses;

internal readonly unsafe partial struct PairLoss<TOp>
{
    /// <summary>A multiple of every lane's width.</summary>
    private const int PieceOfSimd = 4096;

    public void Run(SimdDevice device)
    {
        int pieces = (_count + PieceOfSimd - 1) / PieceOfSimd;
        float* partials = device.Workspace(pieces);
        var body = new Body
        {
            A = device.Pointer(_a),
            B = device.Pointer(_b),
            Da = _da is null ? null : device.Pointer(_da),
            Db = _db is null ? null : device.Pointer(_db),
            Partials = partials,
            Count = _count,
            Scale = _scale,
        };
        device.For(pieces, ref body);
        double sum = 0;
        for (int i = 0; i < pieces; i++)
        {
            sum += partials[i];
        }

        *device.Pointer(_loss) = (float)(sum * _scale);
    }

    private struct Body : IParallelBody
    {
        internal float* A, B, Da, Db, Partials;
        internal int Count;
        internal float Scale;

        public readonly void Invoke(int index)
        {
            var body = this;
            int i = index * PieceOfSimd, end = Math.Min(Count, i + PieceOfSimd);
            float sum = Avx512F.IsSupported ? body.Sum<Lane16>(ref i, end) : Avx2.IsSupported ? body.Sum<Lane8>(ref i, end) : body.Sum<Lane4>(ref i, end);
            Partials[index] = sum + body.Sum<ScalarLane>(ref i, end);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly float Sum<T>(ref int start, int end)
            where T : struct, IHostLane<T>
        {
            T sum = T.Constant(0), scale = T.Constant(Scale);
            int i = start;
            for (; i <= end - T.Width; i += T.Width)
            {
                T a = T.Load(A + i), b = T.Load(B + i);
                sum += default(TOp).Forward(a, b);
                if (Da != null)
                {
                    T.Store(default(TOp).DerivativeA(a, b) * scale, Da + i);
                }

                if (Db != null)
                {
                    T.Store(default(TOp).DerivativeB(a, b) * scale, Db + i);
                }
            }

            start = i;
            return T.Sum(sum);
        }
    }
}
