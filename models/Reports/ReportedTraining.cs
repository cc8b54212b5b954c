using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Basics;
using ILGpuAutoencoders.Models.Training;

namespace ILGpuAutoencoders.Models;

/// <summary>
/// Trains as <see cref="Trainer"/> does, and then writes the report of the run on the open device, from the loaded pictures.
/// </summary>
/// <remarks>A report that fails is a warning: the training is done, and its result stands.</remarks>
public static class ReportedTraining
{
    /// <summary>
    /// Trains, as <see cref="Trainer.Run(TrainingOptions, string?, ITrainingObserver?, IWorld?, CancellationToken)"/>, with its exceptions.
    /// </summary>
    /// <param name="options">What is trained on what.</param>
    /// <param name="run">The run folder to make; null for <c>runs/MODEL/TIME-N</c>.</param>
    /// <param name="observer">Receives progress, and a warning if the report fails; null for none.</param>
    /// <param name="world">The ranks, as for <see cref="Trainer"/>; rank 0 alone reports. Null for this process alone.</param>
    /// <param name="cancellation">Stops after the running step, with a checkpoint and without a report.</param>
    public static TrainResult Run(
        TrainingOptions options, string? run = null, ITrainingObserver? observer = null, IWorld? world = null,
        CancellationToken cancellation = default) =>
        Trainer.Run(options, run, observer, (result, place) => Report(result, place, observer, cancellation), world, cancellation);

    /// <summary>
    /// Resumes a run, as <see cref="Trainer.Resume(string, Func{TrainingOptions, TrainingOptions}?, ITrainingObserver?,
    /// IWorld?, CancellationToken)"/>, with its exceptions.
    /// </summary>
    /// <param name="run">The run folder.</param>
    /// <param name="change">Changes options of the run; null to leave them.</param>
    /// <param name="observer">Receives progress, and a warning if the report fails; null for none.</param>
    /// <param name="world">The ranks, as for <see cref="Trainer"/>; rank 0 alone reports. Null for this process alone.</param>
    /// <param name="cancellation">Stops after the running step, with a checkpoint and without a report.</param>
    public static TrainResult Resume(
        string run, Func<TrainingOptions, TrainingOptions>? change = null, ITrainingObserver? observer = null, IWorld? world = null,
        CancellationToken cancellation = default) =>
        Trainer.Resume(run, change, observer, (result, place) => Report(result, place, observer, cancellation), world, cancellation);

    /// <summary>
    /// Trains a run of several that make one piece of work: begins it, resumes it, or leaves it as it is where it is done.
    /// </summary>
    /// <param name="training">What is trained on what.</param>
    /// <param name="run">The run folder.</param>
    /// <param name="observer">Receives progress, and a warning if the report fails; null for none.</param>
    /// <param name="cancellation">Stops after the running step, with a checkpoint.</param>
    /// <exception cref="ConfigurationException">The run is there, and was made with other options; device, threads and workers may
    /// differ.</exception>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    internal static void Complete(
        TrainingOptions training, string run, ITrainingObserver? observer, CancellationToken cancellation)
    {
        string config = Path.Combine(run, RunFile.Config);
        TrainResult result;
        if (File.Exists(config))
        {
            RequireSame(TrainingConfig.ReadRun(config), training, run);
            result = Resume(run, null, observer, cancellation: cancellation);
        }
        else
        {
            result = Run(training, run, observer, cancellation: cancellation);
        }

        if (result.StoppedBy == StopReason.Interrupt)
        {
            throw new OperationCanceledException(cancellation);
        }
    }

    private static void RequireSame(TrainingOptions before, TrainingOptions training, string run)
    {
        var here = before with { Device = training.Device, Threads = training.Threads, Workers = training.Workers };
        if (TrainingOptions.Table.Options.FirstOrDefault(option => option.Format(here) != option.Format(training)) is { } other)
        {
            throw new ConfigurationException(
                other.Key, $"'{run}' was trained with {Said(before)}, not {Said(training)}; name another folder with out.");

            string Said(TrainingOptions options) => OptionProblem.Brief(other.Format(options) ?? "none");
        }
    }

    // No report of an interrupted run: it is not done, and whoever interrupts wants no more work.
    private static TrainResult Report(TrainResult result, Workplace place, ITrainingObserver? observer, CancellationToken cancellation)
    {
        if (result.StoppedBy == StopReason.Interrupt || result.Epochs == 0 || cancellation.IsCancellationRequested)
        {
            return result;
        }

        try
        {
            using var run = TrainedRun.Open(result.Run, place.Device);
            return result with { Score = RunReport.Write(run, place.Pictures, observer, cancellation).Score };
        }
        catch (OperationCanceledException)
        {
            // The run is complete without it.
        }
        catch (Exception error)
        {
            observer?.Warned(
                $"The training is done, but its report is missing ({error.Message.TrimEnd('.')}); " +
                $"write it with ilgpu-ae report {ShellWord.Of(result.Run)}.");
        }

        return result;
    }
}
