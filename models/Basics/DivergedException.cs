using System.Globalization;
using ILGpuAutoencoders.Models.Runs;
using ILGpuAutoencoders.Models.Training;

namespace ILGpuAutoencoders.Models;

/// <summary>A loss, a gradient or a weight became NaN or infinite; the run keeps its last good checkpoint. Exit code 6.</summary>
/// <param name="message">One sentence: what, at which step, what to do.</param>
public sealed class DivergedException(string message) : Exception(message)
{
    internal static DivergedException Of(string finding, TrainingState state, RunFolder run, double learningRate)
    {
        string kept = File.Exists(run.PathOf(RunFile.State)) ? "the last good checkpoint is kept" : "there is no checkpoint yet";
        return new(string.Create(
            CultureInfo.InvariantCulture, $"Training diverged at step {state.Step} (epoch {state.Epoch + 1}) of '{run.Path}': {finding}; {kept}; train with a lower lr than {learningRate}, or with clip-norm."));
    }
}
