using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using ILGpuAutoencoders.Engine.Lanes;

namespace ILGpuAutoencoders.Engine.Ops.Reductions;

internal readonly unsafe partial struct AxisSum
{
    /// <summary>Terms summed one after another: few enough for float32 accuracy, enough for a piece of work.</summary>
    private const int Piece = 1024;

    /// <summary>Columns that one piece of work sums; a multiple of every lane's width.</summary>
    private const int ColumnPiece = 1024;

    public void Run(SimdDevice device)
    {
        long room = Room(_outer, _reduced, _inner);
        float* y = device.Pointer(_y);
        Add(device, device.Pointer(_x), y, room == 0 ? null : device.Workspace(room), _outer, _reduced, _inner);
        if (_scale != 1)
        {
            var scaled = new Scaled { Y = y, Scale = _scale };
            ElementLoop.Range(ref scaled, 0, _outer * _inner);
        }
    }

    /// <summary>Floats of working memory that <see cref="Add"/> needs.</summary>
    internal static long Room(int outer, int reduced, int inner)
    {
        long room = 0;
        for (int rest = Pieces(reduced); rest > 1; rest = Pieces(rest))
        {
            room += (long)outer * rest * inner;
        }

        return room;
    }

    /// <summary>y[o, i] = Σ x[o, r, i].</summary>
    internal static void Add(SimdDevice device, float* x, float* y, float* scratch, int outer, int reduced, int inner)
    {
        int pieces, columns = (inner + ColumnPiece - 1) / ColumnPiece;
        do
        {
            pieces = Pieces(reduced);
            float* sums = pieces == 1 ? y : scratch;
            var body = new Body { X = x, Y = sums, Reduced = reduced, Inner = inner, Pieces = pieces, Columns = columns };
            device.For(outer * pieces * columns, ref body);
            x = sums;
            reduced = pieces;
            scratch += (long)outer * pieces * inner;
        }
        while (pieces > 1);
    }

    private static int Pieces(int reduced) => Math.Max(1, (reduced + Piece - 1) / Piece);

    private struct Scaled : IElementBody
    {
        internal float* Y;
        internal float Scale;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Invoke<T>(int i)
            where T : struct, IHostLane<T> => T.Store(T.Load(Y + i) * T.Constant(Scale), Y + i);
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
                *y = Avx512F.IsSupported ? SumRow<Lane16>(x, terms)
                    : Avx2.IsSupported ? SumRow<Lane8>(x, terms)
                    : SumRow<Lane4>(x, terms);
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
