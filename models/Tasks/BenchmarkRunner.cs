namespace ILGpuAutoencoders.Models;

/// <summary>Measures speed.</summary>
public static class BenchmarkRunner
{
    /// <summary>Runs a benchmark.</summary>
    /// <param name="options">What is measured, on what.</param>
    /// <param name="cancellation">Stops it.</param>
    public static BenchmarkResult Run(BenchmarkOptions options, CancellationToken cancellation = default) => throw new NotSupportedException("Being built.");
}
