namespace ILGpuAutoencoders.Models;

/// <summary>A loss, a gradient or a weight became NaN or infinite; the run keeps its last good checkpoint. Exit code 6.</summary>
/// <param name="message">One sentence: what, at which step, what to do.</param>
public sealed class DivergedException(string message) : Exception(message);
