namespace ILGpuAutoencoders.Engine;

/// <summary>A checkpoint that is missing, damaged, or of another model.</summary>
/// <param name="message">One sentence: what, where, what to do.</param>
/// <param name="inner">The error beneath, if any.</param>
public sealed class CheckpointException(string message, Exception? inner = null) : Exception(message, inner);
