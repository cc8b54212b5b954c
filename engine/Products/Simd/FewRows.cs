using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
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
                    AddBlock512(w, x, depth, sum);
                }
                else
                {
                    AddBlock256(w, x, depth, sum);
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
    private readonly void AddBlock512(float* w, float* x, int depth, float* sums)
    {
        nint step = _b.ColumnStep;
        float* other = w + (16 * step);
        Vector512<float> a = Vector512<float>.Zero, b = Vector512<float>.Zero;
        int k = 0;
        // Two chains of sums, so that one's latency is hidden by the other.
        for (; k <= depth - 16; k += 16)
        {
            a = Squares.AddColumns16(w + k, step, x + k, a);
            b = Squares.AddColumns16(other + k, step, x + k, b);
        }

        float* column = stackalloc float[32];
        for (; k < depth; k++)
        {
            Gather(w + k, step, 32, column);
            a = Avx512F.FusedMultiplyAdd(Vector512.Create(x[k]), Vector512.Load(column), a);
            b = Avx512F.FusedMultiplyAdd(Vector512.Create(x[k]), Vector512.Load(column + 16), b);
        }

        (a + Vector512.Load(sums)).Store(sums);
        (b + Vector512.Load(sums + 16)).Store(sums + 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void AddBlock256(float* w, float* x, int depth, float* sums)
    {
        nint step = _b.ColumnStep;
        float* other = w + (8 * step);
        Vector256<float> a = Vector256<float>.Zero, b = Vector256<float>.Zero;
        int k = 0;
        for (; k <= depth - 8; k += 8)
        {
            a = Squares.AddColumns8(w + k, step, x + k, a);
            b = Squares.AddColumns8(other + k, step, x + k, b);
        }

        float* column = stackalloc float[16];
        for (; k < depth; k++)
        {
            Gather(w + k, step, 16, column);
            a = Fma.MultiplyAdd(Vector256.Create(x[k]), Vector256.Load(column), a);
            b = Fma.MultiplyAdd(Vector256.Create(x[k]), Vector256.Load(column + 8), b);
        }

        (a + Vector256.Load(sums)).Store(sums);
        (b + Vector256.Load(sums + 8)).Store(sums + 8);
    }

    private static void Gather(float* from, nint step, int count, float* to)
    {
        for (int i = 0; i < count; i++)
        {
            to[i] = from[i * step];
        }
    }
}
