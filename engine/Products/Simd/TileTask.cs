namespace ILGpuAutoencoders.Engine.Products.Simd;

/// <summary>
/// One call of a <see cref="Tile"/>: C[r, :] (+)= Σₖ A[r, k] · B[k, :]. The rows of A need not be packed: each starts where it likes,
/// and its k-th value lies <see cref="Offsets"/>[k] after that, so the tile reads patches straight from a padded picture.
/// One flat loop over k, because loops over kernel rows and positions are short and mispredict their ends.
/// </summary>
internal unsafe ref struct TileTask
{
    internal float* A, C;

    /// <summary>Where each row starts, from <see cref="A"/> and from <see cref="C"/>, which has room for the tile's columns.</summary>
    internal int* RowStarts, ResultStarts;

    /// <summary>Where the k-th value of a row is, from the row's start.</summary>
    internal int* Offsets;

    /// <summary>Number of k.</summary>
    internal int Depth;

    /// <summary>From one value to the next within each four k, counted from the first; 0 where the table alone says.</summary>
    internal int Step;

    /// <summary>A panel of B: [Depth, tile columns].</summary>
    internal float* B;

    /// <summary>Added once, where <see cref="IsLast"/>; null for none.</summary>
    internal float* Bias;

    /// <summary>Whether C already holds the sum over earlier k.</summary>
    internal bool Accumulate;

    /// <summary>Whether this call completes the sum: bias and activation are applied.</summary>
    internal bool IsLast;
}
