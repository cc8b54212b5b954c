namespace ILGpuAutoencoders.Engine;

/// <summary>A device is missing, or cannot run what it was given. The message is one sentence for people.</summary>
public sealed class DeviceException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What is wrong, where, and what to do.</param>
    /// <param name="innerException">What the driver or the compiler said.</param>
    public DeviceException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>What the driver said, as a phrase; null if not known.</summary>
    public string? Reason { get; init; }
}
