namespace ILGpuAutoencoders.Models.Uses.Anomaly;

/// <summary>What decides whether a picture is an anomaly.</summary>
/// <param name="Score">The score that gives the verdict.</param>
/// <param name="Thresholds">Of each score, by name, in the order of <see cref="AnomalyScores.Names"/>.</param>
internal sealed record VerdictRule(string Score, IReadOnlyDictionary<string, double> Thresholds)
{
    /// <summary>That of the score that gives the verdict.</summary>
    internal double Threshold => Thresholds[Score];
}
