using ILGpuAutoencoders.Models.Basics;

namespace ILGpuAutoencoders.Models.Uses.Anomaly;

/// <summary>A picture beside its reconstruction and beside what normal pictures look like: what scores are computed from.</summary>
internal sealed class ExaminedPicture
{
    /// <summary>Measures a picture.</summary>
    /// <param name="target">Its height x width x channels values.</param>
    /// <param name="output">Its reconstruction.</param>
    /// <param name="latent">Its latent vector.</param>
    /// <param name="error">Of the reconstruction.</param>
    /// <param name="reference">What normal pictures look like.</param>
    internal ExaminedPicture(float[] target, float[] output, float[] latent, PictureScore error, AnomalyReference reference)
    {
        (Target, Output, Latent, Error, Reference) = (target, output, latent, error, reference);
        double[] values = Array.ConvertAll(target, x => (double)x);
        (double level, Deviation) = AnomalyReference.Moments(values);
        (MeanDistance, TemplateDistance, ComponentsDistance) = reference.Distances(values, level, Deviation);
    }

    /// <summary>Its values, height x width x channels in [0, 1].</summary>
    internal float[] Target { get; }

    /// <summary>The values of its reconstruction, not clamped.</summary>
    internal float[] Output { get; }

    /// <summary>Its latent vector.</summary>
    internal float[] Latent { get; }

    /// <summary>Errors of the reconstruction.</summary>
    internal PictureScore Error { get; }

    /// <summary>What normal pictures look like.</summary>
    internal AnomalyReference Reference { get; }

    /// <summary>The deviation of its own values.</summary>
    internal double Deviation { get; }

    /// <summary>Mean squared distance to the mean picture.</summary>
    internal double MeanDistance { get; }

    /// <summary>The same of both brought to mean 0 and variance 1.</summary>
    internal double TemplateDistance { get; }

    /// <summary>Mean squared distance to the space of the principal components.</summary>
    internal double ComponentsDistance { get; }
}
