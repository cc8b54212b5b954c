using ILGpuAutoencoders.Models.Uses.Anomaly;

namespace ILGpuAutoencoders.Models;

/// <summary>The scores of a picture: the higher, the less it looks like the normal ones.</summary>
public static class AnomalyScores
{
    /// <summary>Mean squared error of the reconstruction.</summary>
    public const string Mse = "mse";

    /// <summary>Mean absolute error of the reconstruction.</summary>
    public const string Mae = "mae";

    /// <summary>1 - SSIM of the reconstruction.</summary>
    public const string Ssim = "ssim";

    /// <summary>
    /// Squared error over the variance of the picture's own values: flat pictures are easy to reconstruct, whatever they show.
    /// </summary>
    public const string Relative = "relative";

    /// <summary>Mahalanobis distance of the latent vector from those of normal pictures.</summary>
    public const string Mahalanobis = "mahalanobis";

    /// <summary>Squared distance to the mean picture, both brought to mean 0 and variance 1: 2 (1 - correlation).</summary>
    public const string Template = "template";

    /// <summary>
    /// <see cref="Relative"/> and <see cref="Template"/>: the sum of the two logarithms, each in deviations from its mean on normal
    /// pictures.
    /// </summary>
    public const string Combined = "combined";

    /// <summary>
    /// <see cref="Ssim"/>, <see cref="Relative"/>, <see cref="Template"/> and <see cref="Mahalanobis"/>: the sum of the four logarithms,
    /// each in deviations from its mean on normal pictures, the last without its sign: latent vectors too near the mean are as unusual
    /// as those too far from it.
    /// </summary>
    public const string Joint = "joint";

    /// <summary>A control: mean squared distance to the mean picture.</summary>
    public const string MeanImage = "mean-image";

    /// <summary>A control: mean squared error of as many principal components as the latent vector is long.</summary>
    public const string Pca = "pca";

    /// <summary>The score that gives the verdict unless another is asked for; the README gives the evidence.</summary>
    public const string Default = Joint;

    /// <summary>All scores.</summary>
    internal static IReadOnlyList<AnomalyScore> All { get; } =
    [
        AnomalyScore.Of(Mse, picture => picture.Error.Mse, graph => graph.MeanSquare(graph.Flat(graph.Error))),
        AnomalyScore.Of(Mae, picture => picture.Error.Mae, graph => graph.Mean(graph.Add("Abs", graph.Flat(graph.Error)))),
        AnomalyScore.Of(
            Ssim, picture => 1 - picture.Error.Ssim!.Value, graph => graph.Add("Sub", graph.Scalar(1), graph.Mean(graph.Flat(graph.Ssim)))),
        AnomalyScore.Of(Relative, picture => picture.Error.Mse / (picture.Deviation * picture.Deviation), graph => graph.Relative()),
        AnomalyScore.Of(Mahalanobis, picture => picture.Reference.Mahalanobis(picture.Latent), graph => graph.Mahalanobis()),
        AnomalyScore.Of(Template, picture => picture.TemplateDistance, graph => graph.Template()),
        AnomalyScore.Sum(Combined, new(Relative), new(Template)),
        AnomalyScore.Sum(Joint, new(Ssim), new(Relative), new(Template), new(Mahalanobis, IsTwoSided: true)),
        AnomalyScore.Of(MeanImage, picture => picture.MeanDistance, graph => graph.MeanSquare(graph.LessMeanImage())),
        AnomalyScore.Of(Pca, picture => picture.ComponentsDistance, graph => graph.Components()),
    ];

    /// <summary>The names of all scores; the controls come last.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(score => score.Name)];

    /// <summary>Those computed from a picture alone.</summary>
    internal static IEnumerable<AnomalyScore> Measured => All.Where(score => score.Compute is not null);
}
