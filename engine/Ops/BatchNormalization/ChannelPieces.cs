namespace ILGpuAutoencoders.Engine.Ops.BatchNormalization;

/// <summary>
/// How sums over the rows of [rows, channels] are cut: pieces of <see cref="Rows"/> rows, combined <see cref="Rows"/> at a time.
/// </summary>
internal static class ChannelPieces
{
    /// <summary>Few enough for float32 and for many threads, enough that the partial results are a thirtieth of the data.</summary>
    internal const int Rows = 64;

    /// <summary>Pieces that <paramref name="rows"/> make, at least one.</summary>
    internal static int Count(int rows) => Math.Max(1, (rows + Rows - 1) / Rows);
}
