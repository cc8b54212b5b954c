namespace ILGpuAutoencoders.Engine;

internal readonly unsafe partial struct ConvByWeight : ITileWork
{
    public void Run(SimdDevice device) => TileDispatch.Run(device, this);

    /// <summary>
    /// The depth of this product is pictures times positions. Small weights: groups of pictures, fixed by the batch, sum into
    /// copies of their own, which are then added in order. Large weights: pieces of them each go through all pictures.
    /// </summary>
    public void Run<TTile>(SimdDevice device)
        where TTile : ITile
    {
        var s = _shape;
        var padding = new Padding(s.H, s.W, s.C, s.Padding, s.Padding, ((s.OutH - 1) * s.Stride) + s.KernelH, ((s.OutW - 1) * s.Stride) + s.KernelW);
        long weights = (long)s.PatchLength * s.OutC;
        int copies = weights <= MostCopiedWeights ? Math.Min(s.N, MostCopies) : 1;
        float* workspace = device.Workspace(((long)s.N * padding.Length) + (copies > 1 ? copies * weights : 0));
        float* sums = copies > 1 ? workspace + ((long)s.N * padding.Length) : device.Pointer(_dw);
        new Pad { Source = device.Pointer(_x), Target = workspace, Padding = padding }.Run(device, s.N);
        var body = new Body<TTile> { Padded = workspace, Dy = device.Pointer(_dy), Dw = sums, Padding = padding, Shape = s, Copies = copies };
        device.For(copies * body.RowPieces * body.ColumnPieces, ref body);
        if (copies > 1)
        {
            var sum = new SumCopies { Copies = sums, Count = copies, Length = (int)weights, Sum = device.Pointer(_dw) };
            ElementLoop.Run(device, (int)weights, ref sum);
        }
    }

    private const int MostCopies = 16, MostCopiedWeights = 1 << 16;

    private struct Pad : IParallelBody
    {
        internal float* Source, Target;
        internal Padding Padding;

        internal void Run(SimdDevice device, int pictures) => device.For(pictures, ref this);

        public readonly void Invoke(int index) =>
            Padding.Copy(Source + ((long)index * Padding.H * Padding.W * Padding.Channels), Target + ((long)index * Padding.Length));
    }

    private struct SumCopies : IElementBody
    {
        internal float* Copies, Sum;
        internal int Count, Length;

        public void Invoke<T>(int i)
            where T : struct, IHostLane<T>
        {
            var sum = T.Load(Copies + i);
            for (int copy = 1; copy < Count; copy++)
            {
                sum += T.Load(Copies + ((long)copy * Length) + i);
            }

            T.Store(sum, Sum + i);
        }
    }

    private struct Body<TTile> : IParallelBody
        where TTile : ITile
    {
        private const int PieceRows = 256, PieceColumns = 512, DepthAPass = 512;

        internal float* Padded, Dy, Dw;
        internal Padding Padding;
        internal ConvShape Shape;
        internal int Copies;

        internal readonly int RowPieces => (Shape.PatchLength + PieceRows - 1) / PieceRows;

        internal readonly int ColumnPieces => (Shape.OutC + PieceColumns - 1) / PieceColumns;

        public readonly void Invoke(int index)
        {
            int copy = index / (RowPieces * ColumnPieces), row = index / ColumnPieces % RowPieces * PieceRows, column = index % ColumnPieces * PieceColumns;
            int rows = Math.Min(PieceRows, Shape.PatchLength - row), endColumn = Math.Min(Shape.OutC, column + PieceColumns);
            int* taps = stackalloc int[rows], results = stackalloc int[rows];
            int kernelRow = Shape.KernelW * Shape.C;
            for (int r = 0; r < rows; r++)
            {
                taps[r] = ((row + r) / kernelRow * Padding.RowStep) + ((row + r) % kernelRow);
                results[r] = r * Shape.OutC;
            }

            int first = (int)((long)copy * Shape.N / Copies), end = (int)(((long)copy + 1) * Shape.N / Copies);
            int positions = Shape.OutH * Shape.OutW, picturesAPass = Math.Max(1, DepthAPass / Math.Max(1, positions));
            float* dw = Dw + ((long)copy * Shape.PatchLength * Shape.OutC) + ((long)row * Shape.OutC);
            for (int picture = first; picture < end; picture += picturesAPass)
            {
                var block = new RowBlock<TTile, Identity> { A = Padded + ((long)picture * Padding.Length), C = dw, AOffsets = taps, COffsets = results, Rows = rows };
                for (int c = column; c < endColumn; c += TTile.Columns)
                {
                    MultiplyPictures(block, picture, Math.Min(picturesAPass, end - picture), c, Math.Min(TTile.Columns, endColumn - c), picture > first);
                }
            }
        }

        private readonly void MultiplyPictures(in RowBlock<TTile, Identity> block, int picture, int pictures, int column, int columns, bool accumulate)
        {
            float* dy = Dy + ((long)picture * Shape.OutH * Shape.OutW * Shape.OutC) + column;
            int depth = pictures * Shape.OutH * Shape.OutW, step = Shape.OutC;
            if (columns < TTile.Columns)
            {
                // The tile reads whole rows of its width.
                float* panel = ThreadScratch.Get((long)depth * TTile.Columns);
                Packing.Panel(dy, Shape.OutC, 1, depth, columns, panel, TTile.Columns);
                dy = panel;
                step = TTile.Columns;
            }

            var task = new TileTask
            {
                KStep = Shape.Stride * Shape.C, RunStep = Shape.Stride * Padding.RowStep, GroupStep = Padding.Length,
                Groups = pictures, Runs = Shape.OutH, RunLength = Shape.OutW, B = dy, BStep = step, Accumulate = accumulate, IsLast = true,
            };
            block.Multiply(ref task, column, columns);
        }
    }
}
