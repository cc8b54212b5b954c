using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Models.Networks;

/// <summary>What a training step minimises: of most models the loss of reconstructions alone.</summary>
/// <param name="model">What is trained.</param>
/// <param name="loss">From reconstructions and pictures [N, H, W, C] to the mean of their loss, a tensor of one element.</param>
internal class TrainingObjective(Autoencoder model, Func<Tensor, Tensor, Tensor> loss) : IDisposable
{
    /// <summary>
    /// Call it before each step: what changes from step to step is brought to the device, so that captured steps follow it.
    /// </summary>
    /// <param name="step">Its number, from 1.</param>
    internal virtual void Prepare(int step)
    {
    }

    /// <summary>The loss of a batch, a tensor of one element.</summary>
    internal virtual Tensor Compute(Tensor input, Tensor target, ForwardPass pass) => loss(model.Forward(input, pass), target);

    /// <summary>The loss of pictures that were evaluated.</summary>
    /// <param name="reconstruction">The mean loss of their reconstructions.</param>
    /// <param name="divergence">The mean divergence of their latent distributions from N(0, 1); 0 where the model has none.</param>
    internal virtual double OfEvaluation(double reconstruction, double divergence) => reconstruction;

    public virtual void Dispose()
    {
    }
}
