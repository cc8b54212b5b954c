using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using ILGpuAutoencoders.Engine.Lanes;

namespace ILGpuAutoencoders.Engine.Products.Simd;

/// <summary>
/// C = f(A · B + bias) for one or two rows of A and the weights of a linear layer: each number of B is used once or twice, so B is read at
/// the speed of memory, and squares of it are transposed in registers. The terms are added as <see cref="TransposedMatMul{TActivation}"/>
/// adds them.
/// </summary>
internal unsafe struct FewRows<TActivation> : IParallelBody
    where TActivation : unmanaged, IUnaryOp
{
    private const int MostRows = 2;

    private HostMatrix _a, _b;
    private float* _bias, _c;
    private int _m, _n, _k;
    private TActivation _activation;

    /// <summary>Whether it can compute a product.</summary>
    internal static bool Suits(HostMatrix a, (int M, int N, int K) size) =>
        Avx2.IsSupported && Fma.IsSupported && size.M <= MostRows && size.N % Tile.Columns == 0 && a.ColumnStep == 1;

    internal static void Run(
        SimdDevice device, HostMatrix a, HostMatrix b, float* bias, float* c, (int M, int N, int K) size, TActivation activation)
    {
        var work = new FewRows<TActivation>
        {
            _a = a,
            _b = b,
            _bias = bias,
            _c = c,
            _m = size.M,
            _n = size.N,
            _k = size.K,
            _activation = activation,
        };
        device.For(size.N / Tile.Columns, ref work);
    }

    public readonly void Invoke(int index)
    {
        int first = index * Tile.Columns;
        float* sums = stackalloc float[MostRows * Tile.MostColumns];
        new Span<float>(sums, MostRows * Tile.MostColumns).Clear();
        int k = 0;
        // As in every product, blocks of the depth have their own sums.
        do
        {
            int depth = Math.Min(CacheBlock.Depth, _k - k);
            for (int row = 0; row < _m; row++)
            {
                float* x = _a.From(row, k).Values, w = _b.From(k, first).Values, sum = sums + (row * Tile.MostColumns);
                if (Avx512F.IsSupported)
                {
                    AddBlock<Square16, Lane16>(w, x, depth, sum);
                }
                else
                {
                    AddBlock<Square8, Lane8>(w, x, depth, sum);
                }
            }

            k += depth;
        }
        while (k < _k);

        var finish = new SumSplits<TActivation> { Bias = _bias == null ? null : _bias + first, Splits = 1, Activation = _activation };
        for (int row = 0; row < _m; row++)
        {
            finish.Sums = sums + (row * Tile.MostColumns);
            finish.C = _c + ((long)row * _n) + first;
            ElementLoop.Range(ref finish, 0, Tile.Columns);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void AddBlock<TSquare, T>(float* w, float* x, int depth, float* sums)
        where TSquare : struct, ISquare<T>
        where T : struct, IHostLane<T>
    {
        nint step = _b.ColumnStep;
        float* other = w + (T.Width * step);
        T a = T.Constant(0), b = T.Constant(0);
        int k = 0;
        // Two chains of sums, so that one's latency is hidden by the other.
        for (; k <= depth - T.Width; k += T.Width)
        {
            TSquare.AddColumns(w + k, step, x + k, ref a);
            TSquare.AddColumns(other + k, step, x + k, ref b);
        }

        float* column = stackalloc float[Tile.MostColumns];
        for (; k < depth; k++)
        {
            Gather(w + k, step, 2 * T.Width, column);
            TileRow<T>.Step(x[k], T.Load(column), T.Load(column + T.Width), ref a, ref b);
        }

        T.Store(a + T.Load(sums), sums);
        T.Store(b + T.Load(sums + T.Width), sums + T.Width);
    }

    private static void Gather(float* from, nint step, int count, float* to)
    {
        for (int i = 0; i < count; i++)
        {
            to[i] = from[i * step];
        }
    }
}
