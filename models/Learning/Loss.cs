using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Basics;

namespace ILGpuAutoencoders.Models;

/// <summary>
/// What training minimises, between output and target: as an operation on tensors, and as a metric of pictures that were evaluated.
/// </summary>
public sealed class Loss
{
    private const float SsimShare = 0.84f;

    private readonly Func<Tensor, Tensor, Tensor> _ofTensors;
    private readonly Func<PictureScore, double> _ofScores;

    /// <summary>A loss that follows from other metrics.</summary>
    /// <param name="name">The name by which people choose it.</param>
    /// <param name="ofTensors">A tensor of one element, from output and target.</param>
    /// <param name="ofScores">The same of metrics that are means over pictures.</param>
    private Loss(string name, Func<Tensor, Tensor, Tensor> ofTensors, Func<PictureScore, double> ofScores) =>
        (Name, _ofTensors, _ofScores) = (name, ofTensors, ofScores);

    /// <summary>A loss that is the mean over all values of a function of output - target.</summary>
    /// <param name="name">The name by which people choose it.</param>
    /// <param name="ofTensors">A tensor of one element, from output and target.</param>
    /// <param name="ofDifference">The function.</param>
    private Loss(string name, Func<Tensor, Tensor, Tensor> ofTensors, Func<double, double> ofDifference)
        : this(name, ofTensors, score => score.Difference!.Value) => OfDifference = ofDifference;

    /// <summary>The mean of squared differences.</summary>
    public static Loss Mse { get; } = new("mse", (output, target) => output.MeanSquaredError(target), score => score.Mse);

    /// <summary>The mean of absolute differences.</summary>
    public static Loss Mae { get; } = new("mae", (output, target) => output.MeanAbsoluteError(target), score => score.Mae);

    /// <summary>
    /// 0.16 · MAE + 0.84 · (1 - SSIM), the shares of Zhao, Gallo, Frosio and Kautz, "Loss functions for image restoration with neural
    /// networks" (2017).
    /// </summary>
    public static Loss MaeSsim { get; } = new(
        "mae+ssim",
        (output, target) => output.MeanAbsoluteError(target).Affine(1 - SsimShare, 0)
            .Add(output.StructuralSimilarity(target).Affine(-SsimShare, SsimShare)),
        score => ((1 - SsimShare) * score.Mae) + (SsimShare * (1 - score.Ssim!.Value)));

    /// <summary>All losses.</summary>
    public static IReadOnlyList<Loss> All { get; } = [Mse, Mae, MaeSsim];

    /// <summary>The name by which people choose it.</summary>
    public string Name { get; }

    /// <summary>
    /// What else to compare pictures by so that <see cref="Of(PictureScore)"/> can compute the loss; null if the usual metrics suffice.
    /// </summary>
    internal Func<double, double>? OfDifference { get; }

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>The loss of a batch, a tensor of one element.</summary>
    internal Tensor Of(Tensor output, Tensor target) => _ofTensors(output, target);

    /// <summary>The loss of pictures that were evaluated.</summary>
    /// <param name="mean">The means of their metrics.</param>
    internal double Of(PictureScore mean) => _ofScores(mean);
}
