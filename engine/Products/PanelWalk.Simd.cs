using System.Diagnostics;
using ILGpuAutoencoders.Engine.Products.Simd;

namespace ILGpuAutoencoders.Engine.Products;

/// <summary>
/// The loop nest of every product: C[r, :] (+)= f(Σₖ A[r, k] · B[k, :] + bias) for some rows and panels of columns, on the calling
/// thread. The depth is cut into blocks whose panels stay in L1; a block goes panel by panel, and a panel over all rows. Tables give the
/// positions of the rows of A and C.
/// </summary>
internal unsafe ref struct PanelWalk<TActivation>
    where TActivation : unmanaged, IUnaryOp
{
    /// <summary>The base that row offsets are relative to; in C, its first column.</summary>
    internal float* A, C;

    /// <summary>Offset of each row's start from <see cref="A"/> and from <see cref="C"/>.</summary>
    internal int* RowStarts, ResultStarts;

    internal int Rows, Columns, Depth;

    /// <summary>Offset of the k-th value of a row of A from the row's start; null if values are contiguous.</summary>
    internal int* Offsets;

    /// <summary>
    /// With <see cref="Offsets"/>: the constant step between values within each group of four k; 0 if only the table gives them.
    /// </summary>
    internal int Step;

    /// <summary>
    /// B as panels of [Depth, panel columns], one after another; with <see cref="Unpacked"/>, room for those of one block.
    /// </summary>
    internal float* Panels;

    /// <summary>B itself, if its panels are packed block by block.</summary>
    internal HostMatrix Unpacked;

    /// <summary>One value per column; null for none.</summary>
    internal float* Bias;

    /// <summary>Whether C already holds sums, to which this product is added.</summary>
    internal bool Accumulate;

    internal TActivation Activation;

    /// <summary>Floats of <see cref="Panels"/> for one block of <paramref name="columns"/>.</summary>
    internal static long BlockLength(int columns) => (long)CacheBlock.Depth * PanelPacking.RoundUp(columns);

    internal readonly void Run() => Run(CacheBlock.Depth);

    /// <summary>Takes the whole depth as one block, for a caller that has already cut it; only with <see cref="Offsets"/>.</summary>
    internal readonly void RunInOneBlock()
    {
        Debug.Assert(Offsets != null, "The common table of offsets is as long as a block.");
        Run(Depth);
    }

    private readonly void Run(int blockDepth)
    {
        int k = 0;
        // A depth of 0 is one block too: the result is then the activation of the bias.
        do
        {
            int depth = Math.Min(blockDepth, Depth - k);
            RunBlock(k, depth);
            k += depth;
        }
        while (k < Depth);
    }

    private readonly void RunBlock(int k, int depth)
    {
        bool isPacked = Unpacked.Values == null;
        float* panel = isPacked ? Panels + ((long)k * Tile.Columns) : Panels;
        long panelStep = (long)(isPacked ? Depth : depth) * Tile.Columns;
        if (!isPacked)
        {
            PanelCopy.Panels(Unpacked.From(k, 0), depth, Columns, Panels, panelStep);
        }

        var task = new TileTask
        {
            A = Offsets == null ? A + k : A,
            Offsets = Offsets == null ? ContiguousOffsets.Table : Offsets + k,
            Step = Offsets == null ? 1 : Step,
            Depth = depth,
            Accumulate = Accumulate || k > 0,
            IsLast = k + depth == Depth,
        };
        for (int column = 0; column < Columns; column += Tile.Columns, panel += panelStep)
        {
            task.B = panel;
            task.C = C + column;
            task.Bias = Bias == null ? null : Bias + column;
            RunPanel(ref task, Math.Min(Tile.Columns, Columns - column));
        }
    }

    private readonly void RunPanel(ref TileTask task, int columns)
    {
        int whole = columns == Tile.Columns ? Rows - (Rows % Tile.Rows) : 0;
        for (int row = 0; row < Rows; row += Tile.Rows)
        {
            task.RowStarts = RowStarts + row;
            task.ResultStarts = ResultStarts + row;
            if (row < whole)
            {
                Tile.Run(task, Activation);
            }
            else
            {
                EdgeTile.Run(task, Math.Min(Tile.Rows, Rows - row), columns, Activation);
            }
        }
    }
}
