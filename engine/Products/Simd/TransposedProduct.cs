using System.Runtime.CompilerServices;
using ILGpuAutoencoders.Engine.Devices.Simd;
using ILGpuAutoencoders.Engine.Lanes;

namespace ILGpuAutoencoders.Engine.Products.Simd;

/// <summary>
/// C = f(A · B + bias) by way of Cᵀ = Bᵀ · Aᵀ, for a B that is larger than A and whose columns are contiguous: the weights of a
/// linear layer. The tile then reads B where it lies, and only the small A is packed.
/// </summary>
internal unsafe struct TransposedProduct<TTile, TActivation> : IParallelBody
    where TTile : ITile
    where TActivation : unmanaged, IUnaryOp
{
    /// <summary>Columns of B, rows of the transposed product, that one piece of work takes.</summary>
    private const int PieceRows = 32;

    private readonly float* _b, _bias, _c, _panels;
    private readonly int _bColumn, _m, _n, _k, _paddedM;
    private readonly TActivation _activation;

    internal TransposedProduct(SimdDevice device, in Matrix a, in Matrix b, Storage? bias, Storage c, int m, int n, int k, TActivation activation)
    {
        _b = device.Pointer(b.Storage);
        _bias = bias is null ? null : device.Pointer(bias);
        _c = device.Pointer(c);
        (_bColumn, _m, _n, _k, _activation) = (b.ColumnStep, m, n, k, activation);
        _paddedM = (m + TTile.Columns - 1) / TTile.Columns * TTile.Columns;
        var packing = new PanelPacking<TTile> { Weight = device.Pointer(a.Storage), Taps = 1, TapDepth = k, RowStep = a.ColumnStep, ColumnStep = a.RowStep, Columns = m };
        _panels = device.Workspace(packing.Length);
        packing.PackAll(device, _panels);
    }

    internal void Run(SimdDevice device) => device.For((_n + PieceRows - 1) / PieceRows, ref this);

    [SkipLocalsInit]
    public readonly void Invoke(int index)
    {
        int first = index * PieceRows, rows = Math.Min(PieceRows, _n - first);
        int* bOffsets = stackalloc int[PieceRows], results = stackalloc int[PieceRows], kOffsets = stackalloc int[MatMulBlock.Depth<TTile>()];
        for (int r = 0; r < PieceRows; r++)
        {
            (bOffsets[r], results[r]) = (r * _bColumn, r * _paddedM);
        }

        for (int k = 0; k < MatMulBlock.Depth<TTile>(); k++)
        {
            kOffsets[k] = k;
        }

        float* product = ThreadScratch.Get(2L * PieceRows * _paddedM), transposed = product + (PieceRows * _paddedM);
        var block = new RowBlock<TTile, Identity> { A = _b + ((long)first * _bColumn), C = product, AOffsets = bOffsets, COffsets = results, Rows = rows };
        for (int k = 0; k < Math.Max(1, _k); k += MatMulBlock.Depth<TTile>())
        {
            int depth = Math.Min(MatMulBlock.Depth<TTile>(), _k - k);
            for (int column = 0; column < _paddedM; column += TTile.Columns)
            {
                var task = new TileTask
                {
                    Offsets = kOffsets,
                    Step = 1,
                    Depth = depth,
                    B = _panels + ((long)column * _k) + ((long)k * TTile.Columns),
                    Accumulate = k > 0,
                    IsLast = true,
                };
                block.Multiply(ref task, column, TTile.Columns);
            }

            block.A += depth;
        }

        Packing.Panel(product, 1, _paddedM, _m, rows, transposed, rows);
        for (int row = 0; row < _m; row++)
        {
            var finish = new Finish { Product = transposed + (row * rows), Bias = _bias == null ? null : _bias + first, C = _c + ((long)row * _n) + first, Activation = _activation };
            ElementLoop.Range(ref finish, 0, rows);
        }
    }

    private struct Finish : IElementBody
    {
        internal float* Product, Bias, C;
        internal TActivation Activation;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Invoke<T>(int i)
            where T : struct, IHostLane<T>
        {
            var value = T.Load(Product + i);
            T.Store(Activation.Forward(Bias == null ? value : value + T.Load(Bias + i)), C + i);
        }
    }
}
