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

    /// <summary>Squared error over the variance of the picture's own values: flat pictures are easy to reconstruct, whatever they show.</summary>
    public const string Relative = "relative";

    /// <summary>Mahalanobis distance of the latent vector from those of normal pictures.</summary>
    public const string Mahalanobis = "mahalanobis";

    /// <summary>Squared distance to the mean picture, both brought to mean 0 and variance 1: 2 (1 - correlation).</summary>
    public const string Template = "template";

    /// <summary><see cref="Relative"/> and <see cref="Template"/>: the sum of the two logarithms, each in deviations from its mean on normal pictures.</summary>
    public const string Combined = "combined";

    /// <summary>A control: mean squared distance to the mean picture.</summary>
    public const string MeanImage = "mean-image";

    /// <summary>A control: mean squared error of as many principal components as the latent vector is long.</summary>
    public const string Pca = "pca";

    /// <summary>The score that decides unless another is asked for; the README says on what evidence.</summary>
    public const string Default = Combined;

    /// <summary>All scores; the controls come last.</summary>
    public static IReadOnlyList<string> Names { get; } = [Mse, Mae, Ssim, Relative, Mahalanobis, Template, Combined, MeanImage, Pca];

    /// <summary>Those computed from a picture alone, in the order of <see cref="AnomalyScorer.Score"/>.</summary>
    internal static IReadOnlyList<string> Measured { get; } = [Mse, Mae, Ssim, Relative, Mahalanobis, Template, MeanImage, Pca];
}
