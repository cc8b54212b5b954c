using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Evaluation;

namespace ILGpuAutoencoders.Models.Training;

/// <summary>
/// What a step minimises: the loss of reconstructions; for a vae its sum over pixels and, weighted, the divergence of the latent
/// distributions. The weight is read from the device, so that captured steps follow it.
/// </summary>
internal sealed class TrainingObjective : IDisposable
{
    private readonly Autoencoder _model;
    private readonly Loss _loss;
    private readonly float _beta;
    private readonly double _warmupSteps;
    private readonly Tensor? _weight;

    /// <summary>Prepares the loss of a training.</summary>
    /// <param name="model">What is trained.</param>
    /// <param name="options">Resolved options.</param>
    /// <param name="stepsPerEpoch">1 or more.</param>
    internal TrainingObjective(Autoencoder model, TrainingOptions options, int stepsPerEpoch)
    {
        (_model, _loss) = (model, options.Loss);
        if (model is VariationalAutoencoder)
        {
            (_beta, _warmupSteps) = (options.Beta!.Value, options.BetaWarmup!.Value * (double)stepsPerEpoch);
            _weight = Tensor.Allocate(model.Arena.Device, []);
        }
    }

    /// <summary>Call it before each step.</summary>
    /// <param name="step">Its number, from 1.</param>
    internal void Prepare(int step) => _weight?.CopyFrom([WeightOf(step)]);

    /// <summary>The weight of the divergence in a step.</summary>
    /// <param name="step">Its number, from 1.</param>
    internal float WeightOf(int step) => step >= _warmupSteps ? _beta : (float)(_beta * (step / _warmupSteps));

    /// <summary>The loss of a batch, a tensor of one element.</summary>
    internal Tensor Compute(Tensor input, Tensor target, ForwardPass pass)
    {
        if (_model is not VariationalAutoencoder vae)
        {
            return _loss.Of(_model.Forward(input, pass), target);
        }

        var (output, mean, logVariance) = vae.ForwardWithDistribution(input, pass);
        return _loss.Of(output, target).Affine(PixelValues).Add(mean.KlDivergence(logVariance).Multiply(_weight!));
    }

    /// <summary>The loss on val.</summary>
    /// <param name="reconstruction">The mean loss of reconstructions.</param>
    /// <param name="latents">The latent distributions; null where the model has none.</param>
    internal double OfEvaluation(double reconstruction, LatentUse? latents) =>
        latents is null ? reconstruction : (PixelValues * reconstruction) + (_beta * latents.Divergence);

    public void Dispose()
    {
        if (_weight is not null)
        {
            _weight.Device.Free(_weight.Storage);
        }
    }

    private int PixelValues => _model.PicturesShape(1).Count;
}
