using ILGpuAutoencoders.Engine.Ops.Losses;

namespace ILGpuAutoencoders.Engine;

/// <summary>-(1 + v - μ² - eᵛ) / 2 of a mean μ and a log variance v.</summary>
internal readonly struct GaussianDivergence : IBinaryOp
{
    public T Forward<T>(T a, T b)
        where T : struct, ILane<T> => T.Constant(0.5f) * ((a * a) + (T.Exp(b) - b) - T.Constant(1));

    public T DerivativeA<T>(T a, T b)
        where T : struct, ILane<T> => a;

    public T DerivativeB<T>(T a, T b)
        where T : struct, ILane<T> => T.Constant(0.5f) * (T.Exp(b) - T.Constant(1));
}

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
            PairedLoss.Of<GaussianDivergence>("KlDivergence", mean, logVariance, mean.Shape.Rank == 0 ? 1 : mean.Shape[0]);
    }
}
