using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Evaluation;
using ILGpuAutoencoders.Models.Inference;
using ILGpuAutoencoders.Models.PrincipalComponents;

namespace ILGpuAutoencoders.Models.Uses.Anomaly;

/// <summary>
/// What normal pictures look like on the whole: their mean, their principal components, and where their latent vectors lie.
/// </summary>
/// <remarks>Its numbers are rounded to float32 at once, so that scores are the same before it is written and after it is read.</remarks>
internal sealed class AnomalyReference
{
    /// <summary>The longest latent vectors for which a covariance is computed.</summary>
    internal const int MaxLatent = 4_096;

    private const int FittedPictures = 2_000;
    private const string MeanKey = "mean_image", ComponentsKey = "components", LatentMeanKey = "latent_mean",
    LatentFactorKey = "latent_factor";

    // The share of a sphere of the same trace that the covariance is mixed with: fewer pictures than latent numbers leave it singular
    // otherwise.
    private const double Shrinkage = 0.05;

    /// <summary>The deviation of a flat picture.</summary>
    internal const double FlatDeviation = 1e-3;

    private readonly double[] _latentFactor;

    private AnomalyReference(float[] mean, float[] components, float[] latentMean, float[] latentFactor)
    {
        Mean = Array.ConvertAll(mean, x => (double)x);
        Components = [.. components.Chunk(mean.Length).Select(row => Array.ConvertAll(row, x => (double)x))];
        LatentMean = Array.ConvertAll(latentMean, x => (double)x);
        _latentFactor = Array.ConvertAll(latentFactor, x => (double)x);
        var (level, deviation) = Moments(Mean);
        Standardised = Array.ConvertAll(Mean, x => (x - level) / deviation);
    }

    /// <summary>The mean picture, H·W·C values.</summary>
    internal double[] Mean { get; }

    /// <summary>The mean picture brought to mean 0 and variance 1.</summary>
    internal double[] Standardised { get; }

    /// <summary>The principal components, H·W·C values each.</summary>
    internal double[][] Components { get; }

    /// <summary>The mean latent vector.</summary>
    internal double[] LatentMean { get; }

    /// <summary>Fits a reference to at most 2,000 pictures of those that the model may know.</summary>
    internal static AnomalyReference Fit(LatentRun run, PixelSet train, CancellationToken cancellation)
    {
        var pictures = PictureSubset.Spread(train, FittedPictures);
        var pca = Pca.Fit(pictures, run.Latent, cancellation: cancellation);
        int n = pictures.Count, length = run.Latent;
        var latents = new List<double[]>(n);
        foreach (var batch in Enumerable.Range(0, n).Select(pictures.ToPicture).Chunk(run.BatchSize))
        {
            cancellation.ThrowIfCancellationRequested();
            latents.AddRange(run.Encode(batch).Select(latent => Array.ConvertAll(latent, x => (double)x)));
        }

        double[] mean = [.. Enumerable.Range(0, length).Select(j => latents.Average(latent => latent[j]))];
        double[] covariance = new double[length * length];
        double[] centred = new double[length];
        foreach (double[] latent in latents)
        {
            cancellation.ThrowIfCancellationRequested();
            for (int j = 0; j < length; j++)
            {
                centred[j] = latent[j] - mean[j];
            }

            for (int j = 0; j < length; j++)
            {
                Rows.AddScaled(centred[j] / n, centred, covariance.AsSpan(j * length, length));
            }
        }

        double sphere = Enumerable.Range(0, length).Sum(j => covariance[j * length + j]) / length;
        for (int i = 0; i < covariance.Length; i++)
        {
            covariance[i] = (1 - Shrinkage) * covariance[i] + (i % (length + 1) == 0 ? Shrinkage * sphere + 1e-12 : 0);
        }

        Cholesky.Factor(covariance, length, cancellation);
        var reference = new AnomalyReference(
            [.. pca.Mean.Select(x => (float)x)], [.. pca.Components.SelectMany(row => row).Select(x => (float)x)],
            [.. mean.Select(x => (float)x)], [.. covariance.Select(x => (float)x)]);
        return reference.IsUsable()
            ? reference
            : throw new CheckpointException(
                $"Calibration: the latent vectors of {run.Run.Checkpoint} are too large for a covariance; use a model that was trained.");
    }

    /// <summary>Reads what <see cref="AddTo"/> wrote.</summary>
    /// <exception cref="CheckpointException">A tensor is missing or does not fit the model.</exception>
    internal static AnomalyReference From(Checkpoint file, Autoencoder model, string source)
    {
        int picture = model.PicturesShape(1).Count, latent = model.AsLatentModel().Latent;
        if (latent > MaxLatent)
        {
            throw new CheckpointException($"Calibration: {source} is of a model with more than {MaxLatent} latent numbers; remove it.");
        }

        // Pictures that are all the same have no components.
        float[] Get(string name, int multipleOf) => file.Tensors.TryGetValue(name, out var tensor)
            && (tensor.Count > 0 || name == ComponentsKey) && tensor.Count % multipleOf == 0
            ? tensor.ToFloats()
            : throw new CheckpointException($"Calibration: {source} has no {name} of this model; calibrate again.");
        var reference = new AnomalyReference(
            Get(MeanKey, picture), Get(ComponentsKey, picture), Get(LatentMeanKey, latent), Get(LatentFactorKey, latent * latent));
        if (reference.Mean.Length != picture || reference.LatentMean.Length != latent || reference._latentFactor.Length != latent * latent
            || reference.Components.Length > latent)
        {
            throw new CheckpointException($"Calibration: {source} belongs to another model; calibrate again.");
        }

        return reference.IsUsable()
            ? reference
            : throw new CheckpointException($"Calibration: {source} holds numbers that no pictures give; calibrate again.");
    }

    private bool IsUsable()
    {
        static bool AreFinite(double[] values) => !values.AsSpan().ContainsAnyExceptInRange(double.MinValue, double.MaxValue);
        int latent = LatentMean.Length;
        return AreFinite(Mean) && Components.All(AreFinite) && AreFinite(LatentMean) && AreFinite(_latentFactor)
            && Enumerable.Range(0, latent).All(i => _latentFactor[(i * latent) + i] > 0);
    }

    /// <summary>Adds its tensors to a file.</summary>
    internal void AddTo(Checkpoint file)
    {
        void Add(string name, double[] values, params long[] shape) =>
            file.Tensors[name] = CheckpointTensor.FromFloats(shape, [.. values.Select(x => (float)x)]);
        Add(MeanKey, Mean, Mean.Length);
        Add(ComponentsKey, [.. Components.SelectMany(row => row)], Components.Length, Mean.Length);
        Add(LatentMeanKey, LatentMean, LatentMean.Length);
        Add(LatentFactorKey, _latentFactor, LatentMean.Length, LatentMean.Length);
    }

    /// <summary>The Mahalanobis distance of a latent vector from the mean one.</summary>
    internal double Mahalanobis(ReadOnlySpan<float> latent)
    {
        double[] centred = new double[latent.Length];
        for (int i = 0; i < centred.Length; i++)
        {
            centred[i] = latent[i] - LatentMean[i];
        }

        return Math.Sqrt(Cholesky.InverseForm(_latentFactor, centred));
    }

    /// <summary>
    /// The inverse of the factor L of the latent covariance, row-major: the Mahalanobis distance of z is |L⁻¹ (z - mean)|.
    /// </summary>
    internal double[] InverseFactor(CancellationToken cancellation) =>
        Cholesky.Inverse(_latentFactor, LatentMean.Length, cancellation);

    /// <summary>Distances of a picture from the mean picture (plain and of standardised values) and from the components.</summary>
    internal (double Mean, double Template, double Pca) Distances(ReadOnlySpan<double> picture, double level, double deviation)
    {
        int d = Mean.Length;
        double[] centred = new double[d];
        double template = 0;
        for (int i = 0; i < d; i++)
        {
            centred[i] = picture[i] - Mean[i];
            double difference = (picture[i] - level) / deviation - Standardised[i];
            template += difference * difference;
        }

        double squares = Rows.Dot(centred, centred), explained = 0;
        foreach (double[] component in Components)
        {
            double along = Rows.Dot(component, centred);
            explained += along * along;
        }

        return (squares / d, template / d, Math.Max(0, squares - explained) / d);
    }

    /// <summary>Mean and deviation of values; of flat ones the deviation is a thousandth, not 0.</summary>
    internal static (double Mean, double Deviation) Moments(ReadOnlySpan<double> values)
    {
        double sum = 0, squares = 0;
        foreach (double value in values)
        {
            sum += value;
        }

        double mean = sum / values.Length;
        foreach (double value in values)
        {
            squares += (value - mean) * (value - mean);
        }

        return (mean, Math.Max(FlatDeviation, Math.Sqrt(squares / values.Length)));
    }
}
