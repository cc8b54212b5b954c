using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models.Runs;

namespace ILGpuAutoencoders.Models.TensorBoard;

/// <summary>What TensorBoard shows of a training: losses and metrics by step, and the sample grid of each epoch.</summary>
internal sealed class TrainingBoard : IDisposable
{
    private readonly EventFile _events;
    private float _loss = float.NaN;

    /// <summary>Opens the event file of a run; what it has of steps that will be made again is dropped.</summary>
    /// <param name="run">The run.</param>
    /// <param name="lastStep">Steps that were made.</param>
    internal TrainingBoard(RunFolder run, int lastStep) => _events = new EventFile(run.PathOf(RunFile.TensorBoard), lastStep);

    /// <summary>The loss of a step, if one was read from the device since the last call.</summary>
    internal void Step(int step, float loss)
    {
        if (loss != _loss)
        {
            _loss = loss;
            _events.Scalar(step, "batch/loss", loss);
        }
    }

    /// <summary>The row of metrics.csv and the picture of an epoch.</summary>
    internal void Epoch(EpochMetrics metrics, Picture samples, byte[] png)
    {
        foreach (var (tag, value) in new (string, double?)[]
        {
            ("loss/train", metrics.TrainLoss), ("loss/val", metrics.ValLoss), ("val/mse", metrics.ValMse), ("val/mae", metrics.ValMae), ("val/psnr", metrics.ValPsnr),
            ("val/ssim", metrics.ValSsim), ("lr", metrics.LearningRate), ("images_per_second", metrics.ImagesPerSecond),
        })
        {
            if (value is { } number)
            {
                _events.Scalar(metrics.Step, tag, number);
            }
        }

        _events.Image(metrics.Step, "samples", png, samples.Width, samples.Height);
    }

    public void Dispose() => _events.Dispose();
}
