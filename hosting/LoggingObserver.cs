using ILGpuAutoencoders.Models;
using Microsoft.Extensions.Logging;

namespace ILGpuAutoencoders.Hosting;

/// <summary>What a task or a training tells, as log entries: warnings as such, devices and epochs as information, steps for debugging.</summary>
/// <param name="logger">Where to.</param>
public sealed partial class LoggingObserver(ILogger logger) : ITrainingObserver
{
    /// <inheritdoc/>
    public void DeviceOpened(string device, string reason) => LogDevice(logger, device, reason);

    /// <inheritdoc/>
    public void Loading(int ready, int total) => LogLoading(logger, ready, total);

    /// <inheritdoc/>
    public void Fitting(int done, int total) => LogFitting(logger, done, total);

    /// <inheritdoc/>
    public void Warned(string message) => LogWarning(logger, message);

    /// <inheritdoc/>
    public void Resumed(TrainingResume resume)
    {
        ArgumentNullException.ThrowIfNull(resume);
        LogResumed(logger, resume.Run, resume.Epoch, resume.Step);
    }

    /// <inheritdoc/>
    public void Started(TrainingStart start)
    {
        ArgumentNullException.ThrowIfNull(start);
        LogStarted(logger, start.Options.Model, start.Run, start.Device, start.TrainImages);
    }

    /// <inheritdoc/>
    public void Stepped(in TrainingStep step) => LogStep(logger, step.Step, step.Loss, step.ImagesPerSecond);

    /// <inheritdoc/>
    public void EpochEnded(EpochMetrics metrics, bool isBest)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        LogEpoch(logger, metrics.Epoch, metrics.TrainLoss, metrics.ValLoss, isBest);
    }

    [LoggerMessage(1, LogLevel.Information, "Device: {Device}; {Reason}")]
    private static partial void LogDevice(ILogger logger, string device, string reason);

    [LoggerMessage(2, LogLevel.Debug, "Pictures: {Ready} of {Total} ready")]
    private static partial void LogLoading(ILogger logger, int ready, int total);

    [LoggerMessage(3, LogLevel.Debug, "Principal components: step {Done} of {Total}")]
    private static partial void LogFitting(ILogger logger, int done, int total);

    [LoggerMessage(4, LogLevel.Warning, "{Message}")]
    private static partial void LogWarning(ILogger logger, string message);

    [LoggerMessage(5, LogLevel.Information, "Resumed {Run} at epoch {Epoch}, after step {Step}")]
    private static partial void LogResumed(ILogger logger, string run, int epoch, int step);

    [LoggerMessage(6, LogLevel.Information, "Training {Model} in {Run} on {Device}, {Pictures} pictures")]
    private static partial void LogStarted(ILogger logger, string model, string run, string device, int pictures);

    [LoggerMessage(7, LogLevel.Debug, "Step {Step}: loss {Loss}, {ImagesPerSecond} images/s")]
    private static partial void LogStep(ILogger logger, int step, float loss, double imagesPerSecond);

    [LoggerMessage(8, LogLevel.Information, "Epoch {Epoch}: loss {TrainLoss} on train, {ValLoss} on val, best so far: {IsBest}")]
    private static partial void LogEpoch(ILogger logger, int epoch, double trainLoss, double? valLoss, bool isBest);
}
