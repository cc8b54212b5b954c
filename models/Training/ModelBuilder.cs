using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Models;

/// <summary>From options of training to networks, losses and optimisers.</summary>
internal static class ModelBuilder
{
    private const double SgdMomentum = 0.9;
    private const float DefaultBeta = 1, DefaultBetaWarmup = 5;

    /// <summary>The options of the network.</summary>
    /// <exception cref="ConfigurationException">The family does not take one of them.</exception>
    internal static AutoencoderOptions NetworkOf(TrainingOptions options)
    {
        var network = ModelCatalog.Get(options.Model).Defaults with { ImageSize = options.ImageSize, Latent = options.Latent };
        var corruption = options.Corruption;
        network = network switch
        {
            DropoutOptions dropout => dropout with { Dropout = options.Dropout ?? dropout.Dropout },
            _ when options.Dropout > 0 => throw new ConfigurationException($"dropout: {options.Model} has no dropout; leave it out."),
            NoiseOptions denoising => denoising with { Noise = corruption.Kind, NoiseFactor = corruption.Factor },
            _ => network,
        };
        if (network is not VaeOptions && (options.Beta ?? options.BetaWarmup) is not null)
        {
            throw new ConfigurationException($"{(options.Beta is null ? "beta-warmup" : "beta")}: {options.Model} has no latent distributions to weigh; leave it out.");
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
        _ => output.MeanAbsoluteError(target),
    };

    internal static Optimizer OptimizerOf(TrainingOptions options, ParameterArena arena) => options.Optimizer switch
    {
        OptimizerKind.Sgd => new Sgd(arena, new SgdOptions { Momentum = SgdMomentum, WeightDecay = options.WeightDecay }),
        OptimizerKind.AdamW => Adam.Decoupled(arena, options.WeightDecay),
        _ => new Adam(arena, new AdamOptions { WeightDecay = options.WeightDecay }),
    };
}
