namespace ILGpuAutoencoders.Models;

/// <summary>Is told how training goes, on the training thread; it renders and never decides.</summary>
public interface ITrainObserver
{
    /// <summary>Pictures are being decoded or drawn; called from any thread.</summary>
    /// <param name="ready">Pictures that are ready.</param>
    /// <param name="total">Pictures in all.</param>
    void Loading(int ready, int total)
    {
    }

    /// <summary>Principal components are being fitted to pictures.</summary>
    /// <param name="done">Steps that are done.</param>
    /// <param name="total">Steps in all.</param>
    void Fitting(int done, int total)
    {
    }

    /// <summary>The device of a task that does not train is open.</summary>
    /// <param name="device">What it is.</param>
    /// <param name="reason">Why it was chosen.</param>
    void DeviceOpened(string device, string reason)
    {
    }

    /// <summary>An earlier run is gone on with.</summary>
    /// <param name="resume">Where it stands, and what was changed.</param>
    void Resumed(TrainingResume resume)
    {
    }

    /// <summary>The first step is about to be made.</summary>
    /// <param name="start">What will be trained, on what.</param>
    void Started(TrainingStart start)
    {
    }

    /// <summary>A step was made. It is called often: return at once.</summary>
    /// <param name="step">The step.</param>
    void Stepped(in TrainingStep step)
    {
    }

    /// <summary>An epoch has ended and its checkpoint is written.</summary>
    /// <param name="metrics">Its row of metrics.csv.</param>
    /// <param name="isBest">Whether it is the best so far.</param>
    void EpochEnded(EpochMetrics metrics, bool isBest)
    {
    }

    /// <summary>Something went wrong that training goes on without.</summary>
    /// <param name="message">One sentence.</param>
    void Warned(string message)
    {
    }
}
