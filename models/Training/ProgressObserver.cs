namespace ILGpuAutoencoders.Models;

/// <summary>What a task is doing.</summary>
public enum TaskActivity
{
    /// <summary>Decoding or drawing pictures.</summary>
    Loading,

    /// <summary>Fitting principal components.</summary>
    Fitting,

    /// <summary>Making steps.</summary>
    Training,
}

/// <summary>How far a task is.</summary>
/// <param name="Activity">What it is doing.</param>
/// <param name="Done">Pictures or steps that are done.</param>
/// <param name="Total">Pictures or steps in all.</param>
/// <param name="Loss">The latest loss; null outside training.</param>
/// <param name="Epoch">The epoch that has just ended; null otherwise.</param>
public sealed record TaskProgress(TaskActivity Activity, int Done, int Total, double? Loss = null, EpochMetrics? Epoch = null);

/// <summary>Hands the progress of any task or training to an <see cref="IProgress{T}"/>, such as that of a window or a service.</summary>
/// <param name="progress">Is told; its <see cref="IProgress{T}.Report"/> must return at once, for it is called at each step.</param>
/// <param name="warned">Is told of warnings; null for nothing.</param>
public sealed class ProgressObserver(IProgress<TaskProgress> progress, Action<string>? warned = null) : ITrainingObserver
{
    private (int Done, int Total, double Loss) _step;

    /// <inheritdoc/>
    public void Loading(int ready, int total) => progress.Report(new(TaskActivity.Loading, ready, total));

    /// <inheritdoc/>
    public void Fitting(int done, int total) => progress.Report(new(TaskActivity.Fitting, done, total));

    /// <inheritdoc/>
    public void Stepped(in TrainingStep step)
    {
        _step = (((step.Epoch - 1) * step.Batches) + step.Batch, step.Epochs * step.Batches, step.Loss);
        progress.Report(new(TaskActivity.Training, _step.Done, _step.Total, step.Loss));
    }

    /// <inheritdoc/>
    public void EpochEnded(EpochMetrics metrics, bool isBest) =>
        progress.Report(new(TaskActivity.Training, _step.Done, _step.Total, _step.Loss, metrics));

    /// <inheritdoc/>
    public void Warned(string message) => warned?.Invoke(message);
}
