using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Evaluation;

namespace ILGpuAutoencoders.Models.Options;

/// <summary>From options of training to networks, losses and optimisers.</summary>
internal static class ModelBuilder
{
    private const double SgdMomentum = 0.9;
    private const float SsimShare = 0.84f;
    private const float DefaultBeta = 1, DefaultBetaWarmup = 5;

    /// <summary>The options of the network.</summary>
    /// <exception cref="ConfigurationException">The family does not take one of them.</exception>
    internal static AutoencoderOptions NetworkOf(TrainingOptions options)
    {
        var network = ModelCatalog.Get(options.Model).Defaults with { ImageSize = options.ImageSize, Latent = options.Latent };
        var corruption = options.Corruption;
        Require(network is DropoutOptions || !(options.Dropout > 0), "dropout", options.Model, "dropout");
        Require(network is ConvOptions || options.Down is null, "down", options.Model, "choice of how sides are halved");
        Require(network is ConvOptions || options.Up is null, "up", options.Model, "choice of how sides are doubled");
        Require(network is VaeOptions || options.Beta is null, "beta", options.Model, "latent distributions to weigh");
        Require(network is VaeOptions || options.BetaWarmup is null, "beta-warmup", options.Model, "latent distributions to weigh");
        network = network switch
        {
            ConvOptions conv => conv with { Down = options.Down ?? conv.Down, Up = options.Up ?? conv.Up },
            DropoutOptions dropout => dropout with { Dropout = options.Dropout ?? dropout.Dropout },
            NoiseOptions denoising => denoising with { Noise = corruption.Kind, NoiseFactor = corruption.Factor },
            _ => network,
        };
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

    /// <summary>The options with everything said that depends on others.</summary>
    internal static TrainingOptions Resolve(TrainingOptions options)
    {
        var network = NetworkOf(options);
        return options with
        {
            Noise = options.Corruption.Kind,
            Dropout = (network as DropoutOptions)?.Dropout,
            Beta = network is VaeOptions ? options.Beta ?? DefaultBeta : null,
            BetaWarmup = network is VaeOptions ? options.BetaWarmup ?? DefaultBetaWarmup : null,
        };
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

    internal static Optimizer OptimizerOf(TrainingOptions options, ParameterArena arena) => options.Optimizer switch
    {
        OptimizerKind.Sgd => new Sgd(arena, new SgdOptions { Momentum = SgdMomentum, WeightDecay = options.WeightDecay }) { MaxNorm = options.ClipNorm },
        var kind => new Adam(arena, new AdamOptions { WeightDecay = options.WeightDecay, IsDecoupled = kind == OptimizerKind.AdamW }) { MaxNorm = options.ClipNorm },
    };

    private static void Require(bool holds, string key, string model, string what)
    {
        if (!holds)
        {
            throw new ConfigurationException(key, $"{model} has no {what}; leave it out.");
        }
    }
}
