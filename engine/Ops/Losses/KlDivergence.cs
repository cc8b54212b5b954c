using ILGpuAutoencoders.Engine.Ops.Losses;

namespace ILGpuAutoencoders.Engine;

/// <summary>The divergence of a variational autoencoder's latent vectors from the unit Gaussian.</summary>
public static class KlDivergenceOp
{
    extension(Tensor mean)
    {
        /// <summary>
        /// KL(N(μ, eᵛ) ‖ N(0, 1)) = -½ Σ (1 + v - μ² - eᵛ), summed over the latent axes and averaged over the first one, the batch
        /// (Kingma and Welling, "Auto-Encoding Variational Bayes", 2014, appendix B). Its operand is μ, [N, latent].
        /// </summary>
        /// <param name="logVariance">v, of the same shape.</param>
        /// <exception cref="ArgumentException">The shapes differ or have no elements.</exception>
        public Tensor KlDivergence(Tensor logVariance) =>
            Losses.Pair<GaussianDivergence>("KlDivergence", mean, logVariance, mean.Shape.Rank == 0 ? 1 : mean.Shape[0]);
    }
}
