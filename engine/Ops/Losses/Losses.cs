namespace ILGpuAutoencoders.Engine;

/// <summary>Losses: one number that says how far a prediction is from its target.</summary>
public static class LossOps
{
    extension(Tensor prediction)
    {
        /// <summary>The mean of (p - t)² over all elements.</summary>
        /// <param name="target">Of the prediction's shape.</param>
        /// <returns>A tensor of one element.</returns>
        /// <exception cref="ArgumentException">The shapes differ.</exception>
        public Tensor MeanSquaredError(Tensor target) => Mean<SquaredError>(nameof(MeanSquaredError), prediction, target);

        /// <summary>The mean of |p - t| over all elements.</summary>
        /// <param name="target">Of the prediction's shape.</param>
        /// <returns>A tensor of one element.</returns>
        /// <exception cref="ArgumentException">The shapes differ.</exception>
        public Tensor MeanAbsoluteError(Tensor target) => Mean<AbsoluteError>(nameof(MeanAbsoluteError), prediction, target);

        /// <summary>
        /// The Kullback-Leibler divergence of N(mu, exp(logVariance)) from N(0, 1), -½ Σ (1 + logVariance - mu² - exp(logVariance)), summed over
        /// the latent axis and averaged over the batch (Kingma and Welling 2014, appendix B). The tensor it is called on is mu.
        /// </summary>
        /// <param name="logVariance">Of the shape of mu, [N, L].</param>
        /// <returns>A tensor of one element, 0 or more.</returns>
        /// <exception cref="ArgumentException">The shapes differ.</exception>
        public Tensor KullbackLeiblerToUnitGaussian(Tensor logVariance)
        {
            ArgumentNullException.ThrowIfNull(logVariance);
            ThrowUnlessEqual(nameof(KullbackLeiblerToUnitGaussian), prediction, logVariance);
            var terms = prediction.Square().Add(logVariance.Exp()).Subtract(logVariance).Affine(1, -1);
            return terms.Sum().Affine(0.5f / prediction.Shape[0]);
        }
    }

    private static Tensor Mean<TLoss>(string name, Tensor prediction, Tensor target)
        where TLoss : unmanaged, IDifferenceLoss
    {
        ArgumentNullException.ThrowIfNull(target);
        ThrowUnlessEqual(name, prediction, target);
        var device = prediction.Device;
        int count = prediction.Count, pieces = DifferenceLoss<TLoss>.Pieces(count);
        float scale = 1f / count;
        var loss = Tensor.Allocate(device, [1]);
        var sums = Tensor.Allocate(device, [pieces]);
        device.Run(new DifferenceLoss<TLoss>(prediction.Storage, target.Storage, sums.Storage, count));
        Reduction.SumInto(sums, loss, scale);
        device.Free(sums.Storage);
        return Autograd.Record(loss, [prediction, target], dloss =>
        {
            Term(prediction, scale);
            Term(target, -scale);

            void Term(Tensor operand, float signedScale) => Autograd.Accumulate(operand, gradient =>
                device.Run(new DifferenceLossGradient<TLoss>(prediction.Storage, target.Storage, dloss.Storage, gradient.Storage, count, signedScale)));
        });
    }

    private static void ThrowUnlessEqual(string name, Tensor a, Tensor b)
    {
        if (a.Shape != b.Shape || a.Count == 0)
        {
            throw new ArgumentException($"{name}: {a.Shape} and {b.Shape} must be equal and not empty.", nameof(b));
        }
    }
}
