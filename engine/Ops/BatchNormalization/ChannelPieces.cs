namespace ILGpuAutoencoders.Engine.Ops.BatchNormalization;

/// <summary>
/// How sums over the rows of [rows, channels] are cut: pieces of <see cref="Rows"/> rows, combined <see cref="Rows"/> at a time.
/// </summary>
internal static class ChannelPieces
{
    /// <summary>
    /// Few enough for float32 accuracy and for many threads, enough to keep the partial results at a thirtieth of the data.
    /// </summary>
    internal const int Rows = 64;

    /// <summary>Number of pieces of <paramref name="rows"/>, at least one.</summary>
    internal static int Count(int rows) => Math.Max(1, (rows + Rows - 1) / Rows);
}
