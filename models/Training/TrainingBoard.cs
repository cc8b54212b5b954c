using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models.Runs;
using ILGpuAutoencoders.Models.TensorBoard;

namespace ILGpuAutoencoders.Models.Training;

/// <summary>What TensorBoard shows of a training: losses and metrics by step, and the sample grid of each epoch.</summary>
internal sealed class TrainingBoard : ITrainingListener, IDisposable
{
    private readonly EventFile _events;
    private float _loss = float.NaN;

    /// <summary>Opens the event file of a run; events of steps that will be made again are dropped.</summary>
    /// <param name="run">The run.</param>
    /// <param name="grids">Draw its pictures.</param>
    /// <param name="lastStep">Steps that were made.</param>
    internal TrainingBoard(RunFolder run, SampleGrids grids, int lastStep)
    {
        _events = new EventFile(run.PathToAppend(RunFile.TensorBoard), lastStep);
        grids.Drawn += Add;
    }

    /// <summary>The loss of a step, if one was read from the device since the last call.</summary>
    public void StepMade(int step, float loss)
    {
        if (loss != _loss)
        {
            _loss = loss;
            _events.Scalar(step, "batch/loss", loss);
        }
    }

    public void Dispose() => _events.Dispose();

    // Before the epoch is saved: events that the state does not know are dropped on resuming, and come again.
    private void Add(EpochMetrics metrics, Picture samples, byte[] png)
    {
        foreach (var (tag, value) in new (string, double?)[]
        {
            ("loss/train", metrics.TrainLoss), ("loss/val", metrics.ValLoss), ("val/mse", metrics.ValMse), ("val/mae", metrics.ValMae),
            ("val/psnr", metrics.ValPsnr), ("val/ssim", metrics.ValSsim), ("lr", metrics.LearningRate),
            ("images_per_second", metrics.ImagesPerSecond),
        })
        {
            if (value is { } number)
            {
                _events.Scalar(metrics.Step, tag, number);
            }
        }

        _events.Image(metrics.Step, "samples", png, samples.Width, samples.Height);
    }
}
