namespace ILGpuAutoencoders.Models;

/// <summary>Another process is using the run folder. Exit code 8.</summary>
/// <param name="message">One sentence: what, where, what to do.</param>
/// <param name="inner">The underlying error, if any.</param>
public sealed class RunLockedException(string message, Exception? inner = null) : Exception(message, inner);
