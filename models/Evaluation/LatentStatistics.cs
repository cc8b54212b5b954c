using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Inference;

namespace ILGpuAutoencoders.Models.Evaluation;

/// <summary>How the units of latent distributions are used over a set of pictures.</summary>
/// <param name="ActiveUnits">Units whose mean varies from picture to picture: Var(mu) above 0.01 (Burda et al., 2016).</param>
/// <param name="Divergence">KL of the latent distributions from N(0, 1), summed over units, mean over pictures; 0 or more.</param>
internal sealed record LatentUse(int ActiveUnits, double Divergence);

/// <summary>Measures <see cref="LatentUse"/>.</summary>
internal sealed class LatentStatistics : IDisposable
{
    private const double ActiveVariance = 0.01;

    private readonly int _latent;
    private readonly InferenceRunner _runner;

    private LatentStatistics(Autoencoder model, ILatentDistribution latents)
    {
        _latent = latents.Latent;
        _runner = new InferenceRunner(model, pictures =>
        {
            var (mean, logVariance) = latents.EncodeDistribution(pictures, ForwardPass.Inference);
            return mean.Concat(logVariance);
        });
    }

    /// <summary>Statistics of a model; null for one without latent distributions.</summary>
    internal static LatentStatistics? Of(Autoencoder model) =>
        model is ILatentDistribution latents ? new LatentStatistics(model, latents) : null;

    /// <summary>Looks at all pictures of a source.</summary>
    internal LatentUse Measure(BatchSource batches, CancellationToken cancellation) => Of(RowsOf(batches, cancellation));

    /// <summary>Looks at pictures.</summary>
    /// <param name="rows">Runs of <see cref="Distributions"/>, in the order of the pictures.</param>
    internal LatentUse Measure(IEnumerable<float[]> rows) => Of(rows.Select(run => run.AsMemory()));

    /// <summary>
    /// Means and logarithms of variances of all pictures of a source: a row of means and one of logarithms for each picture.
    /// </summary>
    internal float[] Distributions(BatchSource batches, CancellationToken cancellation)
    {
        var all = new List<float>();
        foreach (var rows in RowsOf(batches, cancellation))
        {
            all.AddRange(rows.Span);
        }

        return [.. all];
    }

    private IEnumerable<Memory<float>> RowsOf(BatchSource batches, CancellationToken cancellation)
    {
        float[] values = [];
        foreach (var batch in batches.Sequential(cancellation))
        {
            Array.Resize(ref values, Math.Max(values.Length, 2 * _latent * batch.Count));
            _runner.Run(batch.Input, values, batch.Count);
            yield return values.AsMemory(0, 2 * _latent * batch.Count);
        }
    }

    private LatentUse Of(IEnumerable<Memory<float>> runs)
    {
        double[] sums = new double[_latent], squares = new double[_latent];
        double divergence = 0;
        int pictures = 0;
        foreach (var run in runs)
        {
            var values = run.Span;
            int count = values.Length / (2 * _latent);
            for (int i = 0; i < count; i++)
            {
                for (int unit = 0; unit < _latent; unit++)
                {
                    double mean = values[(2 * i * _latent) + unit], logVariance = values[(((2 * i) + 1) * _latent) + unit];
                    sums[unit] += mean;
                    squares[unit] += mean * mean;
                    divergence += 0.5 * ((mean * mean) + Math.Exp(logVariance) - 1 - logVariance);
                }
            }

            pictures += count;
        }

        int active = Enumerable.Range(0, _latent).Count(
            unit => (squares[unit] / pictures) - (sums[unit] / pictures * (sums[unit] / pictures)) > ActiveVariance);
        return new LatentUse(active, divergence / pictures);
    }

    public void Dispose() => _runner.Dispose();
}
