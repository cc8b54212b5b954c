namespace ILGpuAutoencoders.Models;

/// <summary>Is told how training is going, on the training thread; it renders and never decides.</summary>
public interface ITrainingObserver : ITaskObserver
{
    /// <summary>An earlier run is resumed.</summary>
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

    /// <summary>The control was measured on val; it is told before the end of the first epoch, where training starts from it.</summary>
    /// <param name="components">Its principal components.</param>
    /// <param name="psnr">Its mean PSNR, in dB.</param>
    void ControlMeasured(int components, double psnr)
    {
    }

    /// <summary>An epoch has ended and its checkpoint is written.</summary>
    /// <param name="metrics">Its row of metrics.csv.</param>
    /// <param name="isBest">Whether it is the best so far.</param>
    void EpochEnded(EpochMetrics metrics, bool isBest)
    {
    }
}
