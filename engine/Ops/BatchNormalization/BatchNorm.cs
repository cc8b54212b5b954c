using ILGpuAutoencoders.Engine.Ops.Activations;
using ILGpuAutoencoders.Engine.Ops.BatchNormalization;

namespace ILGpuAutoencoders.Engine;

/// <summary>Batch normalisation (Ioffe and Szegedy, "Batch Normalization", 2015) over the last axis, as in PyTorch.</summary>
public static class BatchNormOp
{
    extension(Tensor x)
    {
        /// <summary>Batch normalisation without an activation; see the overload with one.</summary>
        /// <param name="gamma">[C], the factor of each channel.</param>
        /// <param name="beta">[C], the term of each channel.</param>
        /// <param name="runningMean">[C], updated in place when training.</param>
        /// <param name="runningVariance">[C], updated in place when training.</param>
        /// <param name="tracked">[1], the number of batches seen, raised by 1 when training.</param>
        /// <param name="momentum">Weight of the batch in the running statistics, 0 to 1; 0.1 in PyTorch.</param>
        /// <param name="epsilon">Added to the variance, more than 0; 1e-5 in PyTorch.</param>
        /// <param name="training">Whether to normalise by the batch's statistics or by the running ones.</param>
        public Tensor BatchNorm(
            Tensor gamma, Tensor beta, Tensor runningMean, Tensor runningVariance, Tensor tracked,
            float momentum, float epsilon, bool training) =>
            x.BatchNorm<Identity>(gamma, beta, runningMean, runningVariance, tracked, momentum, epsilon, training);

        /// <summary>
        /// y = f((x - μ) / √(σ² + ε) · γ + β) for each channel. In training μ and σ² are the mean and the biased variance over all rows
        /// of the batch, and the running statistics move towards the mean and the unbiased variance; otherwise μ and σ² are the running
        /// ones.
        /// </summary>
        /// <typeparam name="TActivation">An operation whose derivative follows from its output.</typeparam>
        /// <param name="gamma">[C], the factor of each channel.</param>
        /// <param name="beta">[C], the term of each channel.</param>
        /// <param name="runningMean">[C], updated in place when training.</param>
        /// <param name="runningVariance">[C], updated in place when training.</param>
        /// <param name="tracked">[1], the number of batches seen, raised by 1 when training.</param>
        /// <param name="momentum">Weight of the batch in the running statistics, 0 to 1; 0.1 in PyTorch.</param>
        /// <param name="epsilon">Added to the variance, more than 0; 1e-5 in PyTorch.</param>
        /// <param name="training">Whether to normalise by the batch's statistics or by the running ones.</param>
        /// <param name="activation">Its parameters.</param>
        /// <returns>A tensor of the shape of x, which is [N, C] or [N, H, W, C].</returns>
        /// <exception cref="ArgumentException">
        /// The shapes do not fit, or the derivative needs the activation's operand.
        /// </exception>
        /// <exception cref="NoVarianceException">There is one row to train on.</exception>
        public Tensor BatchNorm<TActivation>(
            Tensor gamma, Tensor beta, Tensor runningMean, Tensor runningVariance, Tensor tracked,
            float momentum, float epsilon, bool training, TActivation activation = default)
            where TActivation : unmanaged, IUnaryOp
        {
            ThrowUnlessValid(x.Shape, [gamma, beta, runningMean, runningVariance], tracked, training);
            FusedActivation.ThrowUnlessDerivativeFromOutput("BatchNorm", activation);
            int channels = x.Shape[^1], rows = x.Count / channels;
            var device = x.Device;
            var y = Tensor.Allocate(device, x.Shape);
            var statistics = device.Allocate(2 * channels);
            if (training)
            {
                device.Run(new BatchStatistics(
                    x.Storage, statistics, runningMean.Storage, runningVariance.Storage, tracked.Storage, rows, channels,
                    momentum, epsilon));
            }
            else
            {
                device.Run(new RunningStatistics(runningMean.Storage, runningVariance.Storage, statistics, channels, epsilon));
            }

            device.Run(new Normalize<TActivation>(
                x.Storage, statistics, gamma.Storage, beta.Storage, y.Storage, rows, channels, activation));
            Autograd.Record(y, [x, gamma, beta], dy =>
            {
                Autograd.AccumulateBoth(beta, gamma, (dbeta, dgamma) =>
                {
                    device.Run(new BatchNormSums<TActivation>(
                        x.Storage, y.Storage, dy.Storage, statistics, dbeta.Storage, dgamma.Storage, rows, channels, activation));
                    if (x.RequiresGradient)
                    {
                        float share = training ? 1f / rows : 0f;
                        device.Run(new BatchNormByInput<TActivation>(
                            x.Storage, y.Storage, dy.Storage, statistics, gamma.Storage, dbeta.Storage, dgamma.Storage, dx: dy.Storage,
                            rows, channels, share, activation));
                    }
                });
                if (x.RequiresGradient)
                {
                    Autograd.Move(x, dy);
                }

                device.Free(statistics);
            });
            if (y.Node is null)
            {
                device.Free(statistics);
            }

            return y;
        }
    }

    private static void ThrowUnlessValid(Shape x, ReadOnlySpan<Tensor> perChannel, Tensor tracked, bool training)
    {
        ArgumentNullException.ThrowIfNull(tracked);
        if (x.Rank < 2 || x[^1] == 0 || tracked.Count != 1)
        {
            throw new ArgumentException(
                $"BatchNorm: x {x} and a count {tracked.Shape} do not fit; give [N, C] or [N, H, W, C] and [1].", nameof(x));
        }

        foreach (var values in perChannel)
        {
            ArgumentNullException.ThrowIfNull(values);
            if (values.Count != x[^1])
            {
                throw new ArgumentException(
                    $"BatchNorm: {values.Shape} does not hold one value for each channel of x {x}; give [{x[^1]}].", nameof(perChannel));
            }
        }

        if (training && x.Count / x[^1] < 2)
        {
            throw new NoVarianceException(
                $"BatchNorm: x {x} has one value per channel, so no variance to train on; use larger batches.", nameof(x));
        }
    }
}
