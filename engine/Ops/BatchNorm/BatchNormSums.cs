namespace ILGpuAutoencoders.Engine;

/// <summary>
/// With dz = dy · f'(y) and x̂ = (x - mean) · inverse deviation, for each piece of <see cref="ChannelPieces.Rows"/> rows:
/// partials[p, 0, c] = Σ dz (a part of dβ) and partials[p, 1, c] = Σ dz · x̂ (a part of dγ).
/// </summary>
internal readonly partial struct BatchNormSums<TActivation>(
    Storage x, Storage y, Storage dy, Storage statistics, Storage partials, int rows, int channels, TActivation activation) : IKernel
    where TActivation : unmanaged, IUnaryOp
{
    private readonly Storage _x = x, _y = y, _dy = dy, _statistics = statistics, _partials = partials;
    private readonly int _rows = rows, _channels = channels;
    private readonly TActivation _activation = activation;

    /// <summary>The sums over all rows, [2, channels], in storage that the caller frees.</summary>
    internal static Storage OfAllRows(Storage x, Storage y, Storage dy, Storage statistics, int rows, int channels, TActivation activation)
    {
        int pieces = ChannelPieces.Count(rows);
        var partials = x.Device.Allocate(pieces * 2 * channels);
        x.Device.Run(new BatchNormSums<TActivation>(x, y, dy, statistics, partials, rows, channels, activation));
        return pieces == 1 ? partials : Reduction.SumAxis(x.Device, partials, keep: null, outer: 1, reduced: pieces, inner: 2 * channels);
    }
}
