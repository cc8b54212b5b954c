using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace ILGpuAutoencoders.Benchmarks;

/// <summary>
/// The rate as a multiple of a peer's: another program that does the same on this machine's CPU in its own process. It is called as
/// <c>PEER step MODEL BATCH SIZE THREADS SECONDS</c> (or infer), or <c>PEER gemm N THREADS SECONDS</c>, and answers with a line that ends
/// in a figure and its unit. It is measured after the benchmarks, so nothing else runs at the time.
/// </summary>
/// <param name="peer">The command.</param>
internal sealed partial class PeerColumn(string peer) : RateColumn
{
    private const int Seconds = 3;

    private readonly ConcurrentDictionary<string, double?> _measured = new();

    public override string ColumnName => "Over peer";

    public override string Legend => $"Rate over that of {Path.GetFileName(peer)} with as many threads";

    protected override string? Text(Rate rate, double value, string device) =>
        device == "cpu" && rate.Peer is { } call && _measured.GetOrAdd(call, Measure) is { } other ? Format($"{value / other:F2}") : null;

    private double? Measure(string call)
    {
        var start = new ProcessStartInfo(peer, $"{call} {Environment.ProcessorCount} {Seconds}") { RedirectStandardOutput = true };
        start.Environment["OMP_WAIT_POLICY"] = "active";
        using var process = Process.Start(start)!;
        var figures = Figure().Matches(process.StandardOutput.ReadToEnd());
        process.WaitForExit();
        return process.ExitCode == 0 && figures.Count > 0 ? double.Parse(figures[^1].Groups[1].Value, CultureInfo.InvariantCulture) : null;
    }

    [GeneratedRegex(@"([0-9.]+) (?:images/s|GFLOP/s)")]
    private static partial Regex Figure();
}
