namespace ILGpuAutoencoders.Benchmarks;

/// <summary>The work of one call of a benchmark, which turns its time into a rate.</summary>
/// <param name="Work">Units of work: floating-point operations, bytes or pictures.</param>
/// <param name="Unit">GFLOP/s, GB/s or images/s.</param>
/// <param name="Peer">The arguments for a peer to do the same, such as <c>step conv 64 64</c>; null if it cannot.</param>
internal readonly record struct Rate(double Work, string Unit, string? Peer = null)
{
    /// <summary>The rate for a time per call.</summary>
    internal double At(double seconds) => Work / seconds / (Unit[0] == 'G' ? 1e9 : 1);
}

/// <summary>A class of benchmarks that knows the rate of its methods.</summary>
internal interface IRated
{
    /// <summary>The rate of a method, for the class's current parameters.</summary>
    Rate RateOf(string method);
}
