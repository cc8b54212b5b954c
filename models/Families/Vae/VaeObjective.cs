using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Networks;

namespace ILGpuAutoencoders.Models.Families.Vae;

/// <summary>
/// The loss of reconstructions summed over a picture's values and, weighted, the divergence of the latent distributions. The weight is read
/// from the device, so that captured steps follow it.
/// </summary>
internal sealed class VaeObjective : TrainingObjective
{
    private readonly VariationalAutoencoder _model;
    private readonly Func<Tensor, Tensor, Tensor> _loss;
    private readonly float _beta;
    private readonly double _warmupSteps;
    private readonly int _pictureValues;
    private readonly Tensor _weight;

    internal VaeObjective(VariationalAutoencoder model, VaeOptions options, Func<Tensor, Tensor, Tensor> loss, int stepsPerEpoch)
        : base(model, loss)
    {
        (_model, _loss, _beta, _warmupSteps) = (model, loss, options.Beta, options.BetaWarmup * (double)stepsPerEpoch);
        _pictureValues = model.PicturesShape(1).Count;
        _weight = Tensor.Allocate(model.Arena.Device, []);
    }

    internal override void Prepare(int step) => _weight.CopyFrom([WeightOf(step)]);

    /// <summary>The weight of the divergence in a step.</summary>
    /// <param name="step">Its number, from 1.</param>
    internal float WeightOf(int step) => step >= _warmupSteps ? _beta : (float)(_beta * (step / _warmupSteps));

    internal override Tensor Compute(Tensor input, Tensor target, ForwardPass pass)
    {
        var (output, mean, logVariance) = _model.ForwardWithDistribution(input, pass);
        return _loss(output, target).Affine(_pictureValues).Add(mean.KlDivergence(logVariance).Multiply(_weight));
    }

    internal override double OfEvaluation(double reconstruction, double divergence) =>
        (_pictureValues * reconstruction) + (_beta * divergence);

    public override void Dispose()
    {
        _weight.Device.Free(_weight.Storage);
        base.Dispose();
    }
}
