using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Models;

/// <summary>From options of training to networks, losses and optimisers.</summary>
internal static class ModelBuilder
{
    private const double SgdMomentum = 0.9;

    /// <summary>The options of the network.</summary>
    /// <exception cref="ConfigurationException">The family does not take one of them.</exception>
    internal static AutoencoderOptions NetworkOf(TrainingOptions options)
    {
        var network = ModelCatalog.Get(options.Model).Defaults with { ImageSize = options.ImageSize, Latent = options.Latent };
        var corruption = options.Corruption;
        network = network switch
        {
            ImprovedOptions improved => improved with { Dropout = options.Dropout ?? improved.Dropout },
            _ when options.Dropout > 0 => throw new ConfigurationException($"dropout: {options.Model} has no dropout; leave it out."),
            DenoisingOptions denoising => denoising with { Noise = corruption.Kind, NoiseFactor = corruption.Factor },
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
    internal static TrainingOptions Resolve(TrainingOptions options) => options with
    {
        Noise = options.Corruption.Kind,
        Dropout = NetworkOf(options) is ImprovedOptions improved ? improved.Dropout : null,
    };

    /// <summary>The loss of a batch.</summary>
    internal static Tensor Loss(LossKind kind, Tensor output, Tensor target) => kind switch
    {
        LossKind.Mse => output.MeanSquaredError(target),
        _ => output.MeanAbsoluteError(target),
    };

    internal static Optimizer OptimizerOf(TrainingOptions options, ParameterArena arena) => options.Optimizer switch
    {
        OptimizerKind.Sgd => new Sgd(arena, new SgdOptions { Momentum = SgdMomentum, WeightDecay = options.WeightDecay }) { MaxNorm = options.ClipNorm },
        var kind => new Adam(arena, new AdamOptions { WeightDecay = options.WeightDecay, IsDecoupled = kind == OptimizerKind.AdamW }) { MaxNorm = options.ClipNorm },
    };
}
