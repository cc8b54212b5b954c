namespace ILGpuAutoencoders.Engine;

/// <summary>
/// Combines the moments of neighbouring runs of rows, <see cref="ChannelPieces.Rows"/> at a time, after Chan, Golub and LeVeque,
/// "Updating formulae and a pairwise algorithm for computing sample variances" (1979): m = Σ nᵢmᵢ / n, s = Σ sᵢ + nᵢ(mᵢ - m)².
/// Both arrays are [parts, 2, channels]; part i covers the rows from i · span on, <paramref name="span"/> of them or what is left.
/// </summary>
internal readonly partial struct MergeMoments(Storage from, Storage to, int rows, int span, int parts, int channels) : IKernel
{
    private readonly Storage _from = from, _to = to;
    private readonly int _rows = rows, _span = span, _parts = parts, _channels = channels;
}
