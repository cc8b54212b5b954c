namespace ILGpuAutoencoders.Models;

/// <summary>How well a score tells anomalies from normal pictures.</summary>
/// <param name="Auroc">The chance that an anomaly scores higher than a normal picture, ties counting half: 0.5 for guessing.</param>
/// <param name="Aupr">Average precision over all thresholds: the base rate for guessing.</param>
/// <param name="F1">Harmonic mean of precision and recall of the verdicts at the calibrated threshold.</param>
public sealed record RankingMetrics(double Auroc, double Aupr, double F1)
{
    /// <summary>Measures a score.</summary>
    /// <param name="scores">The score of each picture.</param>
    /// <param name="isAnomaly">Whether each is one.</param>
    /// <param name="threshold">Above it a picture is flagged.</param>
    /// <exception cref="ArgumentException">There is not at least one of each.</exception>
    public static RankingMetrics Of(IReadOnlyList<double> scores, IReadOnlyList<bool> isAnomaly, double threshold)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(isAnomaly);
        int positives = isAnomaly.Count(x => x), negatives = isAnomaly.Count - positives;
        if (positives == 0 || negatives == 0 || scores.Count != isAnomaly.Count)
        {
            throw new ArgumentException(
                "RankingMetrics: a ranking needs a label for each score, and at least one of each kind.", nameof(isAnomaly));
        }

        double auroc = 0, aupr = 0;
        int truePositives = 0, falsePositives = 0;
        // Equal scores are one step: their order means nothing.
        foreach (var step in Enumerable.Range(0, scores.Count).GroupBy(i => scores[i]).OrderByDescending(step => step.Key))
        {
            int hits = step.Count(i => isAnomaly[i]), misses = step.Count() - hits;
            auroc += misses * (truePositives + hits / 2.0);
            truePositives += hits;
            falsePositives += misses;
            aupr += (double)hits / positives * truePositives / (truePositives + falsePositives);
        }

        int flagged = scores.Count(score => score > threshold),
        caught = Enumerable.Range(0, scores.Count).Count(i => scores[i] > threshold && isAnomaly[i]);
        return new RankingMetrics(auroc / ((double)positives * negatives), aupr, 2.0 * caught / (flagged + positives));
    }
}
