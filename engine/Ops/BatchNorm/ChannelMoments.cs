namespace ILGpuAutoencoders.Engine;

/// <summary>
/// Mean and sum of squared deviations of each channel over the rows of each piece of <see cref="ChannelPieces.Rows"/>:
/// partials[p, 0, c] = m, partials[p, 1, c] = Σ (x - m)². x is [rows, channels], partials [pieces, 2, channels].
/// </summary>
/// <remarks>
/// Σ (x - k)² - (Σ (x - k))² / n with k the piece's first row: k is one of the terms, so the cancellation loses at most about
/// n times the rounding of a float, however far the mean is from zero.
/// </remarks>
internal readonly partial struct ChannelMoments(Storage x, Storage partials, int rows, int channels) : IKernel
{
    private readonly Storage _x = x, _partials = partials;
    private readonly int _rows = rows, _channels = channels;

    /// <summary>Mean and sum of squared deviations of each channel over all rows, [2, channels], in storage that the caller frees.</summary>
    internal static Storage OfAllRows(Storage x, int rows, int channels)
    {
        var device = x.Device;
        int pieces = ChannelPieces.Count(rows);
        var moments = device.Allocate(pieces * 2 * channels);
        device.Run(new ChannelMoments(x, moments, rows, channels));
        for (int span = ChannelPieces.Rows; pieces > 1; span *= ChannelPieces.Rows)
        {
            int parts = pieces;
            pieces = ChannelPieces.Count(parts);
            var merged = device.Allocate(pieces * 2 * channels);
            device.Run(new MergeMoments(moments, merged, rows, span, parts, channels));
            device.Free(moments);
            moments = merged;
        }

        return moments;
    }
}
