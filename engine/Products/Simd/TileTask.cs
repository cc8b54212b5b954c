namespace ILGpuAutoencoders.Engine.Products.Simd;

/// <summary>
/// One call of a <see cref="Tile"/>: C[r, :] (+)= Σₖ A[r, k] · B[k, :]. The rows of A need not be packed: each may start anywhere, and
/// its k-th value is at <see cref="Offsets"/>[k] from there, so the tile reads patches straight from a padded picture. It is one flat
/// loop over k, because nested loops over kernel rows and positions are short and mispredict their ends.
/// </summary>
internal unsafe ref struct TileTask
{
    internal float* A, C;

    /// <summary>
    /// Offset of each row's start from <see cref="A"/> and from <see cref="C"/>, which has room for the tile's columns.
    /// </summary>
    internal int* RowStarts, ResultStarts;

    /// <summary>Offset of the k-th value of a row from the row's start.</summary>
    internal int* Offsets;

    /// <summary>Number of values of k.</summary>
    internal int Depth;

    /// <summary>The constant step between values within each group of four k; 0 if only the table gives them.</summary>
    internal int Step;

    /// <summary>A panel of B: [Depth, tile columns].</summary>
    internal float* B;

    /// <summary>Added once, if <see cref="IsLast"/>; null for none.</summary>
    internal float* Bias;

    /// <summary>Whether C already holds the sum over earlier k.</summary>
    internal bool Accumulate;

    /// <summary>Whether this call completes the sum: bias and activation are applied.</summary>
    internal bool IsLast;
}
