using ILGpuAutoencoders.Models.Evaluation;

namespace ILGpuAutoencoders.Models.Training;

/// <summary>Records something of a training: it receives the events, on the training thread. What it throws ends the training.</summary>
internal interface ITrainingListener
{
    /// <summary>The first step is about to be made.</summary>
    void Started(TrainingStart start)
    {
    }

    /// <summary>The first step of this process was made, and is done.</summary>
    /// <param name="step">Its number, from 1.</param>
    /// <param name="secondsOfProcess">Since the process was started.</param>
    void FirstStepMade(int step, double secondsOfProcess)
    {
    }

    /// <summary>A step was made and is not saved yet. It is called often: allocate nothing and return at once.</summary>
    /// <param name="step">Its number, from 1.</param>
    /// <param name="loss">The latest loss that was read from the device.</param>
    void StepMade(int step, float loss)
    {
    }

    /// <summary>
    /// An epoch was measured and is not saved yet: what comes from its weights, and what the state file must not be ahead of, is written
    /// now.
    /// </summary>
    /// <param name="metrics">Its row of metrics.csv.</param>
    /// <param name="reconstruct">The model of the epoch; valid only during this call.</param>
    void EpochMeasured(EpochMetrics metrics, Reconstruction reconstruct)
    {
    }

    /// <summary>An epoch was saved.</summary>
    /// <param name="metrics">Its row of metrics.csv.</param>
    /// <param name="waitedSeconds">Time that was spent waiting for batches.</param>
    void EpochSaved(EpochMetrics metrics, double waitedSeconds)
    {
    }

    /// <summary>Numbers are not finite; training ends.</summary>
    void Diverged(int step, string message)
    {
    }

    /// <summary>Training has ended or was interrupted.</summary>
    /// <param name="state">Where it stands.</param>
    /// <param name="stoppedBy">As in <see cref="TrainResult"/>.</param>
    void Stopped(TrainingState state, StopReason stoppedBy)
    {
    }
}
