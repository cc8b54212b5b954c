using System.Net;

namespace ILGpuAutoencoders.Cli.Serving;

/// <summary>Where a server listens, and what it takes.</summary>
internal sealed record ServerOptions
{
    /// <summary>The run, as the page calls it.</summary>
    internal required string Run { get; init; }

    internal IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>0 for any that is free.</summary>
    internal int Port { get; init; }

    /// <summary>What every request for the API has to bring; null for nothing.</summary>
    internal string? Token { get; init; }

    /// <summary>The most bytes of a request.</summary>
    internal long MaxBytes { get; init; } = 32 << 20;

    /// <summary>The most pixels of all pictures of a request together.</summary>
    internal long MaxPixels { get; init; } = 25_000_000;

    /// <summary>The most requests that are read and computed at once.</summary>
    internal int MaxConcurrent { get; init; } = 16;

    /// <summary>Is told of bugs: what was asked, and the exception.</summary>
    internal Action<string> Tell { get; init; } = _ => { };
}
