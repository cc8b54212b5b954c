using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace ILGpuAutoencoders.Engine;

internal readonly unsafe partial struct AxisReduction
{
    /// <summary>Columns that one piece of work sums; a multiple of every lane's width.</summary>
    private const int ColumnPiece = 1024;

    public void Run(SimdDevice device)
    {
        int pieces = Pieces(_reduced), columns = (_inner + ColumnPiece - 1) / ColumnPiece;
        var body = new Body { X = device.Pointer(_x), Y = device.Pointer(_y), Reduced = _reduced, Inner = _inner, Pieces = pieces, Columns = columns };
        device.For(_outer * pieces * columns, ref body);
    }

    private struct Body : IParallelBody
    {
        internal float* X, Y;
        internal int Reduced, Inner, Pieces, Columns;

        public readonly void Invoke(int index)
        {
            int column = index % Columns * ColumnPiece, piece = index / Columns % Pieces, outer = index / Columns / Pieces;
            int start = piece * Piece, terms = Math.Min(Reduced - start, Piece);
            float* x = X + ((((long)outer * Reduced) + start) * Inner), y = Y + ((((long)outer * Pieces) + piece) * Inner);
            if (Inner == 1)
            {
                *y = (Avx512F.IsSupported ? SumRow<Lane16>(x, terms) : Avx2.IsSupported ? SumRow<Lane8>(x, terms) : SumRow<Lane4>(x, terms));
                return;
            }

            var columns = new ColumnSum { X = x, Y = y, Terms = terms, Inner = Inner };
            ElementLoop.Range(ref columns, column, Math.Min(Inner, column + ColumnPiece));
        }

        private static float SumRow<T>(float* x, int terms)
            where T : struct, IHostLane<T>
        {
            T a = T.Constant(0), b = T.Constant(0);
            int i = 0;
            for (; i <= terms - (2 * T.Width); i += 2 * T.Width)
            {
                a += T.Load(x + i);
                b += T.Load(x + i + T.Width);
            }

            float sum = T.Sum(a + b);
            for (; i < terms; i++)
            {
                sum += x[i];
            }

            return sum;
        }
    }

    private struct ColumnSum : IElementBody
    {
        internal float* X, Y;
        internal int Terms, Inner;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Invoke<T>(int i)
            where T : struct, IHostLane<T>
        {
            var sum = T.Constant(0);
            for (int r = 0; r < Terms; r++)
            {
                sum += T.Load(X + ((long)r * Inner) + i);
            }

            T.Store(sum, Y + i);
        }
    }
}
