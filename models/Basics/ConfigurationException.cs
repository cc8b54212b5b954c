namespace ILGpuAutoencoders.Models;

/// <summary>An option, a configuration file or an argument that cannot be used. Exit code 2.</summary>
/// <param name="message">One sentence: what, where (file and key), what to do.</param>
/// <param name="inner">The error beneath, if any.</param>
public sealed class ConfigurationException(string message, Exception? inner = null) : Exception(message, inner);
