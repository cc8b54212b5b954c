using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models.Evaluation;
using ILGpuAutoencoders.Models.PrincipalComponents;

namespace ILGpuAutoencoders.Models.Training;

/// <summary>
/// Measures the control of a training on val, once, at the end of the first epoch: so that nobody waits for it before the first step.
/// </summary>
/// <param name="observer">Is told.</param>
/// <param name="pca">The control.</param>
/// <param name="val">1 picture or more.</param>
/// <param name="options">Of the training.</param>
/// <param name="cancellation">Stops the measuring.</param>
internal sealed class ControlWatch(
    ITrainingObserver observer, Pca pca, PixelSet val, TrainingOptions options, CancellationToken cancellation) : ITrainingListener
{
    private bool _isMeasured;

    public void EpochMeasured(EpochMetrics metrics, Reconstruction reconstruct)
    {
        if (_isMeasured)
        {
            return;
        }

        _isMeasured = true;
        try
        {
            var linear = PictureEvaluation.Run(PictureEvaluation.BatchesOf(val, options), val.Shape, pca, cancellation);
            observer.ControlMeasured(pca.Count, linear.Psnr);
        }
        catch (OperationCanceledException)
        {
            // The training ends, which is not for this to do.
        }
    }
}
