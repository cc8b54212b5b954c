using System.Text;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Models;

/// <summary>Trains a model, from pictures to a run folder.</summary>
/// <remarks>Equal options give equal bits of last.safetensors, whatever the folder, the number of threads or of workers.</remarks>
public static class Trainer
{
    /// <summary>Trains.</summary>
    /// <param name="options">What is trained on what.</param>
    /// <param name="run">The run folder to make; null for <c>runs/MODEL/TIME-N</c>.</param>
    /// <param name="observer">Is told how it goes; null for nobody.</param>
    /// <param name="cancellation">Stops after the running step, with a checkpoint; the result then says so.</param>
    /// <exception cref="ConfigurationException">An option cannot be used, or the run folder exists.</exception>
    /// <exception cref="DataSetException">The pictures cannot be used.</exception>
    /// <exception cref="DeviceException">The device is missing or fails.</exception>
    /// <exception cref="DivergedException">The loss is no number any more; the last good checkpoint is kept.</exception>
    /// <exception cref="RunLockedException">Another process works in the run folder.</exception>
    public static TrainResult Run(TrainingOptions options, string? run = null, ITrainObserver? observer = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var pictures = RunPictures.Open(options);
        var choice = DeviceCatalog.Open(options.Device, options.Threads, options.Precision);
        using (choice.Device)
        {
            return RunOn(choice, pictures, options, run, observer ?? new SilentObserver(), cancellation);
        }
    }

    /// <summary>Trains on a device that is open and pictures that may be loaded.</summary>
    internal static TrainResult RunOn(
        DeviceChoice choice, RunPictures pictures, TrainingOptions options, string? run, ITrainObserver observer, CancellationToken cancellation)
    {
        options = ModelBuilder.Resolve(options);
        if (pictures.Index.Train.Count == 0)
        {
            throw new DataSetException($"'{options.Data}' has no pictures to train on; put some into train.");
        }

        using var folder = RunFolder.Create(run, options.Model);
        Directory.CreateDirectory(folder.PathOf(RunFile.Images));
        folder.WriteText(RunFile.Config, TrainingConfig.Write(options));
        folder.WriteText(RunFile.Split, pictures.Index.ToJson());
        folder.WriteText(RunFile.Environment, ResultJson.Write(EnvironmentReport.Now(choice.Device.Name, choice.Reason)) + "\n");
        using var log = new RunLog(folder);
        try
        {
            var train = pictures.Get(DatasetSplit.Train, observer, cancellation);
            var val = pictures.Get(DatasetSplit.Val, observer, cancellation);
            ReportBad(folder, log, observer, [.. train.Bad, .. val.Bad]);
            using var model = Autoencoder.Create(choice.Device, ModelBuilder.NetworkOf(options), options.Seed);
            using var loop = new TrainingLoop(options, folder, log, observer, model, train, val);
            var start = new TrainingStart(
                folder.Path, options, choice.Device.Name, choice.Reason, new ModelSummary(model).Parameters, train.Count, val.Count, BatchPlan.Count(train.Count, options.BatchSize));
            log.Event("start", new { start.Run, start.Device, start.DeviceReason, start.Parameters, start.TrainImages, start.ValImages, start.StepsPerEpoch });
            observer.Started(start);
            return loop.Run(cancellation);
        }
        catch (OperationCanceledException)
        {
            // Only loading is cancelled by an exception: no step was made yet.
            log.Event("stop", new { Step = 0, stoppedBy = "interrupt" });
            return new TrainResult(folder.Path, 0, 0, null, 0, "interrupt");
        }
    }

    private static void ReportBad(RunFolder folder, RunLog log, ITrainObserver observer, BadPicture[] bad)
    {
        if (bad.Length == 0)
        {
            return;
        }

        var list = new StringBuilder();
        foreach (var picture in bad)
        {
            list.Append(picture.Name).Append(": ").Append(picture.Problem).Append('\n');
            log.Event("bad-image", picture);
        }

        folder.WriteText(RunFile.BadImages, list.ToString());
        observer.Warned($"{bad.Length} pictures do not decode and are skipped, the first is {bad[0].Name} ({bad[0].Problem}); all are listed in {folder.PathOf(RunFile.BadImages)}.");
    }

    private sealed class SilentObserver : ITrainObserver;
}
