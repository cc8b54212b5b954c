using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Evaluation;
using ILGpuAutoencoders.Models.Networks;

namespace ILGpuAutoencoders.Models.Options;

/// <summary>From options of training to networks, losses and optimisers.</summary>
internal static class ModelBuilder
{
    private const double SgdMomentum = 0.9;
    private const float SsimShare = 0.84f;

    /// <summary>The options of the network.</summary>
    /// <exception cref="ConfigurationException">The family does not take one of them.</exception>
    internal static AutoencoderOptions NetworkOf(TrainingOptions options)
    {
        var network = ModelCatalog.Get(options.Model).Defaults with { ImageSize = options.ImageSize };
        foreach (var option in ModelCatalog.Options)
        {
            if (TrainingOption.Find(option.Key)!.Format(options) is not { } text)
            {
                continue;
            }

            if (network.Find(option.Key) is { } declared)
            {
                network = declared.Parse(network, text) ?? throw new ConfigurationException($"{option.Key}: {network.Family} does not take '{text}'; use {declared.Expected}.");
            }
            else if (!option.IsCommon)
            {
                var takers = ModelCatalog.Families.Where(family => family.Defaults.Find(option.Key) is not null).Select(family => family.Name);
                throw new ConfigurationException($"{option.Key}: {network.Family} has no such option; leave it out, or use {string.Join(" or ", takers)}.");
            }
        }

        try
        {
            network.Validate();
            return network;
        }
        catch (ArgumentException error)
        {
            throw new ConfigurationException(error.Message, error);
        }
    }

    /// <summary>The options with everything said that depends on the family.</summary>
    internal static TrainingOptions Resolve(TrainingOptions options)
    {
        var network = NetworkOf(options);
        return network.Declared.Where(option => !option.IsCommon).Aggregate(
            options with { Noise = options.Corruption.Kind }, (said, option) => TrainingOption.Find(option.Key)!.Set(said, option.Format(network)));
    }

    /// <summary>The loss of a batch.</summary>
    internal static Tensor Loss(LossKind kind, Tensor output, Tensor target) => kind switch
    {
        LossKind.Mse => output.MeanSquaredError(target),
        LossKind.Mae => output.MeanAbsoluteError(target),
        _ => output.MeanAbsoluteError(target).Affine(1 - SsimShare, 0).Add(output.StructuralSimilarity(target).Affine(-SsimShare, SsimShare)),
    };

    /// <summary>The same loss of pictures that were evaluated.</summary>
    internal static double LossOf(LossKind kind, ImageMetrics metrics) => kind switch
    {
        LossKind.Mse => metrics.Mse,
        LossKind.Mae => metrics.Mae,
        _ => ((1 - SsimShare) * metrics.Mae) + (SsimShare * (1 - metrics.Ssim!.Value)),
    };

    /// <summary>What a step of a training minimises.</summary>
    internal static TrainingObjective ObjectiveOf(TrainingOptions options, Autoencoder model, int stepsPerEpoch) =>
        model.CreateObjective((output, target) => Loss(options.Loss, output, target), stepsPerEpoch);

    internal static Optimizer OptimizerOf(TrainingOptions options, ParameterArena arena) => options.Optimizer switch
    {
        OptimizerKind.Sgd => new Sgd(arena, new SgdOptions { Momentum = SgdMomentum, WeightDecay = options.WeightDecay }) { MaxNorm = options.ClipNorm },
        var kind => new Adam(arena, new AdamOptions { WeightDecay = options.WeightDecay, IsDecoupled = kind == OptimizerKind.AdamW }) { MaxNorm = options.ClipNorm },
    };
}
