namespace ILGpuAutoencoders.Models.Uses.Anomaly;

/// <summary>A score of a picture: how it is computed, and the same as a part of an ONNX graph.</summary>
/// <param name="Name">By which people and calibrations refer to it: its meaning must never change.</param>
/// <param name="Compute">From a picture alone; null for a score that is a sum of others.</param>
/// <param name="Parts">The scores it is the sum of: of their logarithms, each in deviations from its mean on normal pictures. Empty for
/// others.</param>
/// <param name="Onnx">As part of a graph; null for a score that cannot be exported.</param>
internal sealed record AnomalyScore(
    string Name, Func<ExaminedPicture, double>? Compute, IReadOnlyList<string> Parts, Func<OnnxScore, string>? Onnx)
{
    /// <summary>A score that is computed from a picture alone.</summary>
    internal static AnomalyScore Of(string name, Func<ExaminedPicture, double> compute, Func<OnnxScore, string>? onnx) =>
        new(name, compute, [], onnx);

    /// <summary>The sum of others.</summary>
    internal static AnomalyScore Sum(string name, params IReadOnlyList<string> parts) =>
        new(name, null, parts, graph => parts.Select(graph.Deviations).Aggregate((sum, part) => graph.Add("Add", sum, part)));
}
