using ILGpuAutoencoders.Engine.Devices.Simd;
using ILGpuAutoencoders.Engine.Lanes;

namespace ILGpuAutoencoders.Engine.Products.Simd;

/// <summary>
/// C = f(A · B + bias) computed as Cᵀ = Bᵀ · Aᵀ, for a B that is larger than A and whose columns are contiguous: the weights of a linear
/// layer. The tile then reads B in place, and only the small A is packed.
/// </summary>
internal unsafe struct TransposedMatMul<TActivation> : IParallelBody
    where TActivation : unmanaged, IUnaryOp
{
    /// <summary>Columns of B, rows of the transposed product, that one piece of work takes.</summary>
    private const int PieceRows = 32;

    private HostMatrix _b;
    private float* _panels, _bias, _c;
    private int _m, _n, _k;
    private TActivation _activation;

    internal static void Run(
        SimdDevice device, HostMatrix a, HostMatrix b, float* bias, float* c, (int M, int N, int K) size, TActivation activation)
    {
        var (m, n, k) = size;
        var packing = new PanelPacking(a.Transposed, k, m);
        float* panels = device.Workspace(packing.Length);
        packing.PackAll(device, panels);
        var work = new TransposedMatMul<TActivation>
        {
            _b = b,
            _panels = panels,
            _bias = bias,
            _c = c,
            _m = m,
            _n = n,
            _k = k,
            _activation = activation,
        };
        device.For((n + PieceRows - 1) / PieceRows, ref work);
    }

    public readonly void Invoke(int index)
    {
        int first = index * PieceRows, rows = Math.Min(PieceRows, _n - first), columns = PanelPacking.RoundUp(_m);
        using var scratch = Scratch.Open();
        float* product = scratch.Floats((long)rows * columns), transposed = scratch.Floats((long)_m * rows);
        new PanelWalk<Identity>
        {
            A = _b.From(0, first).Values,
            C = product,
            RowStarts = scratch.Multiples(_b.ColumnStep, rows),
            ResultStarts = scratch.Multiples(columns, rows),
            Rows = rows,
            Columns = columns,
            Depth = _k,
            Panels = _panels,
        }.Run();
        PanelCopy.Panel(HostMatrix.RowMajor(product, columns).Transposed, _m, rows, transposed, rows);
        // Bias and activation, applied as to the sum of a single part.
        var finish = new SumSplits<TActivation> { Bias = _bias == null ? null : _bias + first, Splits = 1, Activation = _activation };
        for (int row = 0; row < _m; row++)
        {
            finish.Sums = transposed + (row * rows);
            finish.C = _c + ((long)row * _n) + first;
            ElementLoop.Range(ref finish, 0, rows);
        }
    }
}
