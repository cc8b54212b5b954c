using System.Runtime.CompilerServices;
using ILGpuAutoencoders.Engine.Devices.Simd;
using ILGpuAutoencoders.Engine.Lanes;
using ILGpuAutoencoders.Engine.Products.Simd;

namespace ILGpuAutoencoders.Engine.Ops.MatrixMultiplication;

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
        int splitDepth = MatMulBlock.SplitDepth<TTile>(_k, rowBlocks * panels), splits = Math.Max(1, (_k + splitDepth - 1) / splitDepth);
        bool isSplit = splits > 1;
        // Few panels a piece where the product is small, so that all threads have work; many otherwise, so that A is read seldom.
        int panelsAPiece = isSplit ? MatMulBlock.SplitPanels : Math.Clamp(rowBlocks * panels / 32, 1, 8), columnPieces = (panels + panelsAPiece - 1) / panelsAPiece;
        // One block of rows uses each panel once, from the thread's scratch memory; several blocks share panels that are packed before.
        bool arePanelsShared = rowBlocks > 1 && !isSplit;
        var packing = new PanelPacking<TTile> { Weight = device.Pointer(_b.Storage), Taps = 1, TapDepth = _k, RowStep = _b.RowStep, ColumnStep = _b.ColumnStep, Columns = _n };
        var rows = new RowPacking(device.Pointer(_a.Storage), _a.ColumnStep, _m, _k);
        bool areRowsApart = _a.ColumnStep != 1;
        long panelsLength = arePanelsShared ? packing.Length : 0, rowsLength = areRowsApart ? rows.Length : 0;
        float* shared = device.Workspace(panelsLength + rowsLength + (isSplit ? (long)splits * _m * _n : 0)), sums = shared + panelsLength + rowsLength;
        if (arePanelsShared)
        {
            packing.PackAll(device, shared);
        }

        if (areRowsApart)
        {
            rows.Run(device, shared + panelsLength);
        }

        var body = new Body<TTile>
        {
            A = areRowsApart ? shared + panelsLength : device.Pointer(_a.Storage),
            B = device.Pointer(_b.Storage),
            Panels = arePanelsShared ? shared : null,
            C = isSplit ? sums : device.Pointer(_c),
            Bias = _bias is null ? null : device.Pointer(_bias),
            ARow = areRowsApart ? rows.Pitch : _a.RowStep,
            BRow = _b.RowStep,
            BColumn = _b.ColumnStep,
            M = _m,
            N = _n,
            K = _k,
            PanelsAPiece = panelsAPiece,
            RowBlocks = rowBlocks,
            ColumnPieces = columnPieces,
            SplitDepth = splitDepth,
            IsSplit = isSplit,
            Activation = _activation,
        };
        device.For(rowBlocks * columnPieces * splits, ref body);
        if (isSplit)
        {
            var sum = new SumSplits { Sums = sums, C = device.Pointer(_c), Bias = body.Bias, Splits = splits, M = _m, N = _n, Activation = _activation };
            device.For(_m, ref sum);
        }
    }

    private struct Body<TTile> : IParallelBody
        where TTile : ITile
    {
        internal float* A, B, Panels, C, Bias;
        internal int ARow, BRow, BColumn, M, N, K, PanelsAPiece, RowBlocks, ColumnPieces, SplitDepth;
        internal bool IsSplit;
        internal TActivation Activation;

        public readonly void Invoke(int index)
        {
            int row = index % RowBlocks * MatMulBlock.Rows, firstColumn = index / RowBlocks % ColumnPieces * PanelsAPiece * TTile.Columns;
            int split = index / RowBlocks / ColumnPieces, firstK = split * SplitDepth, endK = IsSplit ? Math.Min(K, firstK + SplitDepth) : K;
            int rows = Math.Min(MatMulBlock.Rows, M - row), endColumn = Math.Min(N, firstColumn + (PanelsAPiece * TTile.Columns));
            int* aOffsets = stackalloc int[rows], cOffsets = stackalloc int[rows];
            for (int r = 0; r < rows; r++)
            {
                (aOffsets[r], cOffsets[r]) = (r * ARow, r * N);
            }

            int* kOffsets = stackalloc int[MatMulBlock.Depth<TTile>()];
            for (int k = 0; k < Math.Min(K, MatMulBlock.Depth<TTile>()); k++)
            {
                kOffsets[k] = k;
            }

            // k = 0 still runs once: the result is then bias and activation of nothing.
            for (int k = firstK; k < Math.Max(1, endK); k += MatMulBlock.Depth<TTile>())
            {
                int depth = Math.Min(MatMulBlock.Depth<TTile>(), endK - k);
                var block = new RowBlock<TTile, TActivation>
                {
                    A = A + ((long)row * ARow) + k,
                    C = C + ((((long)split * M) + row) * N),
                    AOffsets = aOffsets,
                    COffsets = cOffsets,
                    Rows = rows,
                    Activation = Activation,
                };
                float* panels = Panels + ((long)firstColumn * K) + ((long)k * TTile.Columns);
                long panelStep = (long)K * TTile.Columns;
                if (Panels == null)
                {
                    panels = ThreadScratch.Get((long)MatMulBlock.Depth<TTile>() * PanelsAPiece * TTile.Columns);
                    panelStep = (long)depth * TTile.Columns;
                    Packing.Panels(B + ((long)k * BRow) + ((long)firstColumn * BColumn), BRow, BColumn, depth, endColumn - firstColumn, panels, TTile.Columns, panelStep);
                }

                for (int column = firstColumn; column < endColumn; column += TTile.Columns)
                {
                    var task = new TileTask
                    {
                        Offsets = kOffsets,
                        Step = 1,
                        Depth = depth,
                        B = panels + ((column - firstColumn) / TTile.Columns * panelStep),
                        Bias = Bias == null ? null : Bias + column,
                        Accumulate = k > firstK,
                        IsLast = !IsSplit && k + depth >= K,
                    };
                    block.Multiply(ref task, column, Math.Min(TTile.Columns, endColumn - column));
                }
            }
        }
    }

    /// <summary>A row of the result from the sums of all pieces of the depth, added in order.</summary>
    private struct SumSplits : IParallelBody, IElementBody
    {
        internal float* Sums, C, Bias;
        internal int Splits, M, N;
        internal TActivation Activation;

        public readonly void Invoke(int row)
        {
            var body = this;
            body.Sums += (long)row * N;
            body.C += (long)row * N;
            ElementLoop.Range(ref body, 0, N);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Invoke<T>(int i)
            where T : struct, IHostLane<T>
        {
            var sum = T.Load(Sums + i);
            for (int split = 1; split < Splits; split++)
            {
                sum += T.Load(Sums + ((long)split * M * N) + i);
            }

            T.Store(Activation.Forward(Bias == null ? sum : sum + T.Load(Bias + i)), C + i);
        }
    }
}
