using System.Globalization;

namespace ILGpuAutoencoders.Models;

/// <summary>A loss, a gradient or a weight became NaN or infinite; the run keeps its last good checkpoint. Exit code 6.</summary>
/// <param name="message">One sentence: what, at which step, what to do.</param>
public sealed class DivergedException(string message) : Exception(message)
{
    /// <summary>The error of a training.</summary>
    /// <param name="finding">What is not finite, as a phrase.</param>
    /// <param name="run">The run folder.</param>
    /// <param name="step">The step it was found after, from 1.</param>
    /// <param name="epoch">Its epoch, from 1.</param>
    /// <param name="isKept">Whether there is an earlier checkpoint.</param>
    /// <param name="learningRate">The learning rate that was set.</param>
    internal static DivergedException Of(string finding, string run, int step, int epoch, bool isKept, double learningRate)
    {
        string kept = isKept ? "the last good checkpoint is kept" : "there is no checkpoint yet";
        return new(string.Create(
            CultureInfo.InvariantCulture,
            $"Training diverged at step {step} (epoch {epoch}) of '{run}': {finding}; {kept}; " +
            $"train with an lr below {learningRate}, or with clip-norm."));
    }
}
