namespace ILGpuAutoencoders.Models;

/// <summary>Which run is reported on.</summary>
public sealed record ReportOptions : ComputeOptions
{
    /// <summary>A run folder.</summary>
    public required string Run { get; init; }
}

/// <summary>The report. Its properties are the keys of <c>report --json</c>, in snake case.</summary>
/// <param name="Run">The run folder.</param>
/// <param name="Out">The page.</param>
/// <param name="Images">Pictures that were evaluated for it.</param>
/// <param name="Bytes">The size of the page.</param>
/// <param name="Score">What it says of the run.</param>
public sealed record ReportResult(string Run, string Out, int Images, long Bytes, RunScore Score);
