using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Models.Options;

/// <summary>From options of training to networks and optimisers.</summary>
internal static class ModelBuilder
{
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

    /// <summary>The optimiser of a training.</summary>
    internal static Optimizer OptimizerOf(TrainingOptions options, ParameterArena arena) =>
        options.Optimizer.Create(arena, options.WeightDecay, options.ClipNorm);

    private static void Require(bool holds, string key, string model, string what)
    {
        if (!holds)
        {
            throw new ConfigurationException($"{key}: {model} has no {what}; leave it out.");
        }
    }
}
