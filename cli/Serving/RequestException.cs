namespace ILGpuAutoencoders.Cli.Serving;

/// <summary>A request that cannot be answered.</summary>
/// <param name="status">The HTTP status code, 400 or above.</param>
/// <param name="reason">One sentence: what is wrong and what to do.</param>
internal sealed class RequestException(int status, string reason) : Exception(reason)
{
    internal int Status => status;
}
