using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models.Evaluation;
using ILGpuAutoencoders.Models.Inference;

namespace ILGpuAutoencoders.Models.Uses.Anomaly;

/// <summary>Scores pictures one by one: what a picture gets does not depend on others.</summary>
/// <remarks>Not safe for use from several threads at once.</remarks>
internal sealed class AnomalyScorer(LatentRun run, AnomalyReference reference)
{
    private readonly ImageMetrics _metrics = new(run.Size);
    private readonly float[] _target = new float[run.ImageLength];

    /// <summary>The scores that are computed from a picture alone, by name, and the reconstruction.</summary>
    internal (IReadOnlyDictionary<string, double> Measured, float[] Output) Score(ReadOnlySpan<byte> pixels)
    {
        float[] latent = run.Encode(pixels), output = run.Decode(latent);
        PixelValues.ToUnit(pixels, _target);
        var picture = new ExaminedPicture(_target, output, latent, _metrics.Add(output, _target), reference);
        return (AnomalyScores.Measured.ToDictionary(score => score.Name, score => score.Compute!(picture)), output);
    }
}
