using ILGpuAutoencoders.Engine.Devices.Simd;

namespace ILGpuAutoencoders.Engine.Products.Simd;

/// <summary>
/// C = f(A · B + bias) by blocks of rows, pieces of columns and, if the result is small compared with the depth, pieces of the depth, in
/// parallel.
/// </summary>
internal unsafe struct BlockedMatMul
{
    /// <summary>Number of pieces that keeps all threads busy.</summary>
    private const int EnoughPieces = 32;

    private const int MostPanelsAPiece = 8;

    private HostMatrix _a, _b;
    private float* _panels;
    private int _m, _n, _k, _rowBlocks, _columnPieces, _columnsAPiece, _splitDepth;

    /// <param name="device">Whose threads work.</param>
    /// <param name="a">[M, K].</param>
    /// <param name="b">[K, N].</param>
    /// <param name="bias">[N]; null for none.</param>
    /// <param name="c">[M, N].</param>
    /// <param name="size">Of the product.</param>
    /// <param name="activation">f.</param>
    /// <param name="maySplitDepth">
    /// Whether the terms may be added in pieces, so that their order depends on M; otherwise it is that of
    /// <see cref="TransposedMatMul{TActivation}"/>.
    /// </param>
    internal static void Run<TActivation>(
        SimdDevice device, HostMatrix a, HostMatrix b, float* bias, float* c, (int M, int N, int K) size, TActivation activation,
        bool maySplitDepth)
        where TActivation : unmanaged, IUnaryOp
    {
        var (m, n, k) = size;
        int rowBlocks = (m + CacheBlock.Rows - 1) / CacheBlock.Rows, panels = PanelPacking.Count(n);
        int splitDepth = maySplitDepth ? CacheBlock.SplitDepth(k, rowBlocks * panels) : Math.Max(1, k);
        int splits = Math.Max(1, (k + splitDepth - 1) / splitDepth);
        // Few panels per piece if the product is small, so that all threads have work; many otherwise, so that A is read less often.
        int panelsAPiece = !maySplitDepth ? 1 : splits > 1 ? CacheBlock.SplitPanels
            : Math.Clamp(rowBlocks * panels / EnoughPieces, 1, MostPanelsAPiece);
        int columnPieces = (panels + panelsAPiece - 1) / panelsAPiece;
        // One block of rows uses each panel once, from the thread's scratch memory; several blocks share panels packed beforehand.
        bool arePanelsShared = rowBlocks > 1 && splits == 1, areRowsPacked = a.ColumnStep != 1;
        var panelPacking = new PanelPacking(b, k, n);
        var rowPacking = new RowPacking(a, m, k);
        long panelsLength = arePanelsShared ? panelPacking.Length : 0, rowsLength = areRowsPacked ? rowPacking.Length : 0;
        float* shared = device.Workspace(panelsLength + rowsLength + (splits > 1 ? (long)splits * m * n : 0));
        float* packedRows = shared + panelsLength, sums = packedRows + rowsLength;
        if (arePanelsShared)
        {
            panelPacking.PackAll(device, shared);
        }

        var product = new BlockedMatMul
        {
            _a = areRowsPacked ? rowPacking.Run(device, packedRows) : a,
            _b = b,
            _panels = arePanelsShared ? shared : null,
            _m = m,
            _n = n,
            _k = k,
            _rowBlocks = rowBlocks,
            _columnPieces = columnPieces,
            _columnsAPiece = panelsAPiece * Tile.Columns,
            _splitDepth = splitDepth,
        };
        if (splits == 1)
        {
            product.Multiply(device, 1, bias, c, activation);
            return;
        }

        product.Multiply(device, splits, null, sums, default(Identity));
        new SumSplits<TActivation>
        {
            Sums = sums,
            C = c,
            Bias = bias,
            Splits = splits,
            Rows = m,
            Columns = n,
            Activation = activation,
        }.Run(device);
    }

    private readonly void Multiply<TActivation>(SimdDevice device, int splits, float* bias, float* c, TActivation activation)
        where TActivation : unmanaged, IUnaryOp
    {
        var piece = new Piece<TActivation> { Product = this, Bias = bias, C = c, Activation = activation };
        device.For(_rowBlocks * _columnPieces * splits, ref piece);
    }

    private struct Piece<TActivation> : IParallelBody
        where TActivation : unmanaged, IUnaryOp
    {
        internal BlockedMatMul Product;
        internal float* Bias, C;
        internal TActivation Activation;

        public readonly void Invoke(int index)
        {
            var p = Product;
            int row = index % p._rowBlocks * CacheBlock.Rows, column = index / p._rowBlocks % p._columnPieces * p._columnsAPiece;
            int split = index / p._rowBlocks / p._columnPieces, k = split * p._splitDepth;
            int rows = Math.Min(CacheBlock.Rows, p._m - row), columns = Math.Min(p._columnsAPiece, p._n - column);
            using var scratch = Scratch.Open();
            bool isPacked = p._panels != null;
            new PanelWalk<TActivation>
            {
                A = p._a.From(row, k).Values,
                C = C + ((((long)split * p._m) + row) * p._n) + column,
                RowStarts = scratch.Multiples(p._a.RowStep, rows),
                ResultStarts = scratch.Multiples(p._n, rows),
                Rows = rows,
                Columns = columns,
                Depth = Math.Min(p._splitDepth, p._k - k),
                Panels = isPacked ? p._panels + ((long)column * p._k) : scratch.Floats(PanelWalk<TActivation>.BlockLength(columns)),
                Unpacked = isPacked ? default : p._b.From(k, column),
                Bias = Bias == null ? null : Bias + column,
                Activation = Activation,
            }.Run();
        }
    }
}
