using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models.Evaluation;
using ILGpuAutoencoders.Models.Inference;

namespace ILGpuAutoencoders.Models.Uses.Anomaly;

/// <summary>Scores pictures: what a picture gets does not depend on others.</summary>
/// <remarks>Not safe for use from several threads at once.</remarks>
internal sealed class AnomalyScorer(LatentRun run, AnomalyReference reference)
{
    /// <summary>Scores any number of pictures.</summary>
    /// <param name="pictures">Of the model's size.</param>
    /// <returns>For each the scores that are computed from it alone, by name, and its reconstruction.</returns>
    internal IEnumerable<(IReadOnlyDictionary<string, double> Measured, float[] Output)> Score(IEnumerable<Picture> pictures) =>
        pictures.Chunk(run.BatchSize).SelectMany(ScoreBatch);

    private (IReadOnlyDictionary<string, double> Measured, float[] Output)[] ScoreBatch(Picture[] pictures)
    {
        float[][] latents = run.Encode(pictures), outputs = run.Decode(latents);
        var scores = new (IReadOnlyDictionary<string, double>, float[])[pictures.Length];
        Parallel.For(
            0, pictures.Length, () => (Metrics: new ImageMetrics(run.Shape), Target: new float[run.ImageLength]),
            (i, _, room) =>
            {
                PixelValues.ToUnit(pictures[i].Pixels, room.Target);
                var error = room.Metrics.Add(outputs[i], room.Target);
                var picture = new ExaminedPicture(room.Target, outputs[i], latents[i], error, reference);
                scores[i] = (AnomalyScores.Measured.ToDictionary(score => score.Name, score => score.Compute!(picture)), outputs[i]);
                return room;
            },
            _ => { });
        return scores;
    }
}
