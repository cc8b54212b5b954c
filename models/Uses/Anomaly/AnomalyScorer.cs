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

    /// <summary>The scores of <see cref="AnomalyScores.Measured"/>, in that order, and the reconstruction.</summary>
    internal (double[] Scores, float[] Output) Score(ReadOnlySpan<byte> pixels)
    {
        float[] latent = run.Encode(pixels), output = run.Decode(latent);
        PixelValues.ToUnit(pixels, _target);
        var error = _metrics.Add(output, _target);
        double[] values = Array.ConvertAll(_target, x => (double)x);
        var (level, deviation) = AnomalyReference.Moments(values);
        var (mean, template, pca) = reference.Distances(values, level, deviation);
        return ([error.Mse, error.Mae, 1 - error.Ssim!.Value, error.Mse / (deviation * deviation), reference.Mahalanobis(latent), template, mean, pca], output);
    }
}
