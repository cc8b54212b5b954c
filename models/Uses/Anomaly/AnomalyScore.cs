namespace ILGpuAutoencoders.Models.Uses.Anomaly;

/// <summary>A score of a picture: how it is computed, and the same as a part of an ONNX graph.</summary>
/// <param name="Name">By which people and calibrations refer to it: its meaning must never change.</param>
/// <param name="Compute">From a picture alone; null for a score that is a sum of others.</param>
/// <param name="Parts">The scores it is the sum of; empty for others.</param>
/// <param name="Onnx">As part of a graph; null for a score that cannot be exported.</param>
internal sealed record AnomalyScore(
    string Name, Func<ExaminedPicture, double>? Compute, IReadOnlyList<ScorePart> Parts, Func<OnnxScore, string>? Onnx)
{
    /// <summary>A score that is computed from a picture alone.</summary>
    internal static AnomalyScore Of(string name, Func<ExaminedPicture, double> compute, Func<OnnxScore, string>? onnx) =>
        new(name, compute, [], onnx);

    /// <summary>The sum of others.</summary>
    internal static AnomalyScore Sum(string name, params IReadOnlyList<ScorePart> parts) =>
        new(name, null, parts, graph => parts.Select(graph.Part).Aggregate((sum, part) => graph.Add("Add", sum, part)));
}

/// <summary>A part of a sum: the logarithm of a score in deviations from its mean on normal pictures.</summary>
/// <param name="Score">The score, a measured one.</param>
/// <param name="IsTwoSided">Whether a picture below the mean is as unusual as one above it: the part is the amount then.</param>
internal readonly record struct ScorePart(string Score, bool IsTwoSided = false)
{
    /// <summary>The part of a picture.</summary>
    /// <param name="deviations">How far the logarithm of its score is above the mean on normal pictures.</param>
    internal double Of(double deviations) => IsTwoSided ? Math.Abs(deviations) : deviations;
}
