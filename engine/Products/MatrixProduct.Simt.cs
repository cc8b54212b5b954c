using ILGpuAutoencoders.Engine.Products.Simt;

namespace ILGpuAutoencoders.Engine.Products;

internal readonly partial struct MatrixProduct<TActivation>
{
    public void Run(SimtDevice device)
    {
        switch (_a.ColumnStep == 1, _b.ColumnStep == 1)
        {
            case (true, true): Run<AlongK, AcrossK>(device); break;
            case (true, false): Run<AlongK, AlongK>(device); break;
            case (false, true): Run<AcrossK, AcrossK>(device); break;
            default: Run<AcrossK, AlongK>(device); break;
        }
    }

    private void Run<TA, TB>(SimtDevice device)
        where TA : struct, IAxis
        where TB : struct, IAxis
    {
        // Neighbours in A differ in the column (of k) or the row (of m), those in B in the column (of n) or the row (of k).
        bool isWide = SimtDevice.IsWide(_a.Storage, TA.IsK ? _k : _m, TA.IsK ? _a.RowStep : _a.ColumnStep)
            && SimtDevice.IsWide(_b.Storage, TB.IsK ? _k : _n, TB.IsK ? _b.ColumnStep : _b.RowStep);
        CopyWidth.Run(device, new Launch<TA, TB>(this), isWide, isWide);
    }

    private readonly struct Launch<TAxisA, TAxisB>(in MatrixProduct<TActivation> product) : IWidthWork
        where TAxisA : struct, IAxis
        where TAxisB : struct, IAxis
    {
        private readonly MatrixProduct<TActivation> _product = product;

        public void Run<TA, TB>(SimtDevice device)
            where TA : struct, IWidth
            where TB : struct, IWidth
        {
            var (p, m, n, k) = (_product, _product._m, _product._n, _product._k);
            new TileLaunch<MatrixOperand<TAxisA, TA>, MatrixOperand<TAxisB, TB>, MatrixRows, TActivation>(
                MatrixOperand<TAxisA, TA>.Of(device.View(p._a.Storage), outer: (m, p._a.RowStep), k: (k, p._a.ColumnStep)),
                MatrixOperand<TAxisB, TB>.Of(device.View(p._b.Storage), outer: (n, p._b.ColumnStep), k: (k, p._b.RowStep)),
                new() { Rows = m, Columns = n },
                p._c,
                p._bias,
                p._activation,
                new(Rows: m, Columns: n, K: k, Count: checked(m * n))).Launch(device);
        }
    }
}
