namespace ILGpuAutoencoders.Data;

/// <summary>
/// A data set that cannot be used: a folder that is empty, missing or unreadable, or too many pictures that cannot be decoded.
/// </summary>
/// <param name="message">One sentence: what, where, what to do.</param>
/// <param name="inner">The error beneath, if any.</param>
public sealed class DataSetException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The pictures that cannot be decoded, if these are the reason.</summary>
    public IReadOnlyList<BadPicture> Bad { get; init; } = [];
}
