using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Basics;
using ILGpuAutoencoders.Models.Evaluation;
using ILGpuAutoencoders.Models.Inference;
using ILGpuAutoencoders.Models.Pages;
using ILGpuAutoencoders.Models.PrincipalComponents;

namespace ILGpuAutoencoders.Models.Reports;

/// <summary>What a report says about a model on pictures that it was not trained on: computed once, while the model is open.</summary>
/// <param name="Scores">Of each picture.</param>
/// <param name="Output">Averages of the model.</param>
/// <param name="Input">Averages of the noisy inputs; null if they are clean.</param>
/// <param name="Pca">Averages of as many principal components; null if there is no control.</param>
/// <param name="PcaCount">Number of those components.</param>
/// <param name="Best">The pictures with the lowest errors, and where these are.</param>
/// <param name="Worst">Those with the highest, worst first.</param>
/// <param name="Plane">Latent vectors in the plane of their principal components, and the share of the variance there; null without
/// any.</param>
internal sealed record RunFindings(
    PictureScore[] Scores, ImageMetrics Output, ImageMetrics? Input, ImageMetrics? Pca, int PcaCount, Picture Best, Picture Worst,
    (IReadOnlyList<Dot> Dots, double Share)? Plane)
{
    private const int Shown = 8;

    /// <summary>Whether inputs differ from the pictures.</summary>
    internal bool IsCorrupted => Input is not null;

    /// <summary>Evaluates a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="runner">Of the model.</param>
    /// <param name="part">1 picture or more.</param>
    /// <param name="options">Of the training.</param>
    /// <param name="pca">The control; null for none.</param>
    /// <param name="cancellation">Stops the work.</param>
    internal static RunFindings Of(
        Autoencoder model, InferenceRunner runner, PixelSet part, TrainingOptions options, Pca? pca, CancellationToken cancellation)
    {
        var scores = new PictureScore[part.Count];
        var batches = PictureEvaluation.BatchesOf(part, options);
        var (output, input) = PictureEvaluation.Run(batches, part.Shape, runner.Run, (i, score, _) => scores[i] = score, cancellation);
        var linear = pca is null ? null : PictureEvaluation.Run(batches, part.Shape, pca, cancellation);
        int[] order = [.. Enumerable.Range(0, scores.Length).OrderBy(i => scores[i].Mse)];
        int count = Math.Min(Shown, order.Length);
        var best = ErrorGrid.Of(PictureSubset.Of(part, order[..count]), options, runner.Run, pca);
        var worst = ErrorGrid.Of(PictureSubset.Of(part, [.. order.Reverse().Take(count)]), options, runner.Run, pca);
        double scale = Math.Max(best.Peak, worst.Peak);
        return new RunFindings(
            scores, output, input, linear, pca?.Count ?? 0, best.Compose(scale), worst.Compose(scale),
            PlaneOf(model, part, options, cancellation));
    }

    private static (IReadOnlyList<Dot> Dots, double Share)? PlaneOf(
        Autoencoder model, PixelSet part, TrainingOptions options, CancellationToken cancellation)
    {
        var points = PictureSubset.Spread(part, ChartSvg.MostDots);
        if (model is not ILatentModel latents || points.Count < 2)
        {
            return null;
        }

        int latent = latents.Latent, done = 0;
        float[] vectors = new float[points.Count * latent];
        using var encoder = new InferenceRunner(model, pictures => latents.Encode(pictures, ForwardPass.Inference));
        foreach (var batch in PictureEvaluation.BatchesOf(points, options).Sequential(cancellation))
        {
            encoder.Run(batch.Input, vectors.AsSpan(done * latent, batch.Count * latent), batch.Count);
            done += batch.Count;
        }

        return LatentPlane.Of(vectors, points.Count, cancellation) is { } plane
            ? ([.. plane.Points.Select((at, i) => new Dot(at.X, at.Y, points.Entries[i].Path, points.ToPicture(i)))], plane.Share)
            : null;
    }
}
