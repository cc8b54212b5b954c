namespace ILGpuAutoencoders.Benchmarks;

/// <summary>What a benchmark does in one call, so that its time becomes a rate.</summary>
/// <param name="Work">Units of work: floating-point operations, bytes or pictures.</param>
/// <param name="Unit">GFLOP/s, GB/s or images/s.</param>
/// <param name="Peer">What a peer is asked for to do the same, such as <c>step conv 64 64</c>; null where it cannot.</param>
internal readonly record struct Rate(double Work, string Unit, string? Peer = null)
{
    /// <summary>The rate at a time a call.</summary>
    internal double At(double seconds) => Work / seconds / (Unit[0] == 'G' ? 1e9 : 1);
}

/// <summary>A class of benchmarks that says what its methods do.</summary>
internal interface IRated
{
    /// <summary>Of a method, with the class's parameters as they are set.</summary>
    Rate RateOf(string method);
}
