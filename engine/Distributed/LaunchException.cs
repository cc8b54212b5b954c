namespace ILGpuAutoencoders.Engine;

/// <summary>A launcher has started ranks that cannot find each other. The message is one sentence for people.</summary>
/// <param name="message">What is wrong, where, and what to do.</param>
public sealed class LaunchException(string message) : Exception(message);
