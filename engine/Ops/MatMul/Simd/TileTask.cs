namespace ILGpuAutoencoders.Engine;

/// <summary>
/// One call of a <see cref="ITile"/>: C[r, :] (+)= Σₖ A[r, k] · B[k, :]. The rows of A need not be packed or equally spaced: each
/// has its own pointer, and the k-th value is found by the same walk from all of them, <see cref="Groups"/> groups of
/// <see cref="Runs"/> runs of <see cref="RunLength"/> values. So the tile reads patches straight from a padded picture.
/// </summary>
internal unsafe ref struct TileTask
{
    /// <summary>One pointer a row; rows past the end repeat a valid one.</summary>
    internal float** A;

    /// <summary>One pointer a row, each with room for a tile's columns.</summary>
    internal float** C;

    /// <summary>Values between neighbours in a run, between runs, and between groups.</summary>
    internal nint KStep, RunStep, GroupStep;

    internal int Groups, Runs, RunLength;

    /// <summary>Row k of B starts at B + k · BStep.</summary>
    internal float* B;

    internal nint BStep;

    /// <summary>Added once, where <see cref="IsLast"/>; null for none.</summary>
    internal float* Bias;

    /// <summary>Whether C already holds the sum over earlier k.</summary>
    internal bool Accumulate;

    /// <summary>Whether this call completes the sum: bias and activation are applied.</summary>
    internal bool IsLast;
}

/// <summary>A register tile: the innermost loop of every product.</summary>
internal interface ITile
{
    /// <summary>Rows of C that one call computes.</summary>
    static abstract int Rows { get; }

    /// <summary>Columns of C that one call computes.</summary>
    static abstract int Columns { get; }

    static abstract void Run<TActivation>(in TileTask task, TActivation activation)
        where TActivation : unmanaged, IUnaryOp;
}
