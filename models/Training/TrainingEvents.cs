using ILGpuAutoencoders.Models.Evaluation;

namespace ILGpuAutoencoders.Models.Training;

/// <summary>What happens in a training, told to the listeners that record it, in order, and then to the observer that shows it.</summary>
/// <param name="observer">Shows it; null for none.</param>
/// <param name="listeners">Record it.</param>
internal sealed class TrainingEvents(ITrainingObserver? observer, params ITrainingListener[] listeners)
{
    internal void Started(TrainingStart start)
    {
        Array.ForEach(listeners, listener => listener.Started(start));
        observer?.Started(start);
    }

    internal void FirstStepMade(int step, double secondsOfProcess) =>
        Array.ForEach(listeners, listener => listener.FirstStepMade(step, secondsOfProcess));

    internal void StepMade(int step, float loss)
    {
        // No lambda: it would be allocated at every step.
        foreach (var listener in listeners)
        {
            listener.StepMade(step, loss);
        }
    }

    internal void Stepped(in TrainingStep step) => observer?.Stepped(step);

    internal void EpochMeasured(EpochMetrics metrics, Reconstruction reconstruct) =>
        Array.ForEach(listeners, listener => listener.EpochMeasured(metrics, reconstruct));

    internal void EpochSaved(EpochMetrics metrics, bool isBest, double waitedSeconds)
    {
        Array.ForEach(listeners, listener => listener.EpochSaved(metrics, waitedSeconds));
        observer?.EpochEnded(metrics, isBest);
    }

    internal void Diverged(int step, string message) => Array.ForEach(listeners, listener => listener.Diverged(step, message));

    internal void Stopped(TrainingState state, StopReason stoppedBy) =>
        Array.ForEach(listeners, listener => listener.Stopped(state, stoppedBy));
}
