namespace ILGpuAutoencoders.Engine;

/// <summary>
/// y[o, p, i] = Σ x[o, r, i] over the r of piece p: a sum over the middle of three axes, in pieces of
/// <see cref="Piece"/>. Summing the pieces by a second run keeps the order of additions fixed by the shape.
/// </summary>
internal readonly partial struct AxisReduction(Storage x, Storage y, int outer, int reduced, int inner) : IKernel
{
    /// <summary>Terms summed one after another: few enough for float32, enough to be worth a piece of work.</summary>
    internal const int Piece = 1024;

    private readonly Storage _x = x, _y = y;
    private readonly int _outer = outer, _reduced = reduced, _inner = inner;

    /// <summary>Pieces that <paramref name="reduced"/> terms make.</summary>
    internal static int Pieces(int reduced) => Math.Max(1, (reduced + Piece - 1) / Piece);
}
