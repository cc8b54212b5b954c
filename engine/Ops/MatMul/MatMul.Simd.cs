namespace ILGpuAutoencoders.Engine;

internal readonly unsafe partial struct MatMul<TActivation> : ITileWork
{
    public void Run(SimdDevice device) => TileDispatch.Run(device, this);

    public void Run<TTile>(SimdDevice device)
        where TTile : ITile
    {
        if (_b.RowStep == 1 && _m < _n)
        {
            new TransposedProduct<TTile, TActivation>(device, _a, _b, _bias, _c, _m, _n, _k, _activation).Run(device);
            return;
        }

        int rowBlocks = (_m + MatMulBlock.Rows - 1) / MatMulBlock.Rows, panels = (_n + TTile.Columns - 1) / TTile.Columns;
        // Few panels a piece where the product is small, so that all threads have work; many otherwise, so that A is read seldom.
        int panelsAPiece = Math.Clamp(rowBlocks * panels / 32, 1, 8);
        var body = new Body<TTile>
        {
            A = device.Pointer(_a.Storage),
            B = device.Pointer(_b.Storage),
            C = device.Pointer(_c),
            Bias = _bias is null ? null : device.Pointer(_bias),
            ARow = _a.RowStep,
            AColumn = _a.ColumnStep,
            BRow = _b.RowStep,
            BColumn = _b.ColumnStep,
            M = _m,
            N = _n,
            K = _k,
            PanelsAPiece = panelsAPiece,
            RowBlocks = rowBlocks,
            Activation = _activation,
        };
        device.For(rowBlocks * ((panels + panelsAPiece - 1) / panelsAPiece), ref body);
    }

    private struct Body<TTile> : IParallelBody
        where TTile : ITile
    {
        internal float* A, B, C, Bias;
        internal int ARow, AColumn, BRow, BColumn, M, N, K, PanelsAPiece, RowBlocks;
        internal TActivation Activation;

        public readonly void Invoke(int index)
        {
            int row = index % RowBlocks * MatMulBlock.Rows, firstColumn = index / RowBlocks * PanelsAPiece * TTile.Columns;
            int rows = Math.Min(MatMulBlock.Rows, M - row), endColumn = Math.Min(N, firstColumn + (PanelsAPiece * TTile.Columns));
            int* aOffsets = stackalloc int[rows], cOffsets = stackalloc int[rows];
            for (int r = 0; r < rows; r++)
            {
                (aOffsets[r], cOffsets[r]) = (r * ARow, r * N);
            }

            int* kOffsets = stackalloc int[MatMulBlock.Depth];
            for (int k = 0; k < Math.Min(K, MatMulBlock.Depth); k++)
            {
                kOffsets[k] = k * AColumn;
            }

            float* panels = ThreadScratch.Get((long)MatMulBlock.Depth * PanelsAPiece * TTile.Columns);
            // k = 0 still runs once: the result is then bias and activation of nothing.
            for (int k = 0; k < Math.Max(1, K); k += MatMulBlock.Depth)
            {
                int depth = Math.Min(MatMulBlock.Depth, K - k);
                var block = new RowBlock<TTile, TActivation>
                {
                    A = A + ((long)row * ARow) + ((long)k * AColumn),
                    C = C + ((long)row * N),
                    AOffsets = aOffsets,
                    COffsets = cOffsets,
                    Rows = rows,
                    Activation = Activation,
                };
                Packing.Panels(B + ((long)k * BRow) + ((long)firstColumn * BColumn), BRow, BColumn, depth, endColumn - firstColumn, panels, TTile.Columns);
                for (int column = firstColumn; column < endColumn; column += TTile.Columns)
                {
                    var task = new TileTask
                    {
                        Offsets = kOffsets,
                        Depth = depth,
                        B = panels + ((long)(column - firstColumn) * depth),
                        BStep = TTile.Columns,
                        Bias = Bias == null ? null : Bias + column,
                        Accumulate = k > 0,
                        IsLast = k + depth >= K,
                    };
                    block.Multiply(ref task, column, Math.Min(TTile.Columns, endColumn - column));
                }
            }
        }
    }
}

/// <summary>Cache blocking of products: a panel of B (Depth x tile columns) stays in L1, a block of A (Rows x Depth) in L2.</summary>
internal static class MatMulBlock
{
    internal const int Rows = 240, Depth = 256;
}
