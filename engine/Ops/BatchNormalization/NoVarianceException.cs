namespace ILGpuAutoencoders.Engine;

/// <summary>A batch norm was to be trained on one value a channel, which has no variance.</summary>
/// <param name="message">What is wrong, and what to do.</param>
/// <param name="parameter">The name of the tensor.</param>
public sealed class NoVarianceException(string message, string parameter) : ArgumentException(message, parameter);
