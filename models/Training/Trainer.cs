using System.Text;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Evaluation;
using ILGpuAutoencoders.Models.Options;
using ILGpuAutoencoders.Models.PcaStart;
using ILGpuAutoencoders.Models.Runs;
using ILGpuAutoencoders.Models.Training;

namespace ILGpuAutoencoders.Models;

/// <summary>Trains a model, from pictures to a run folder.</summary>
/// <remarks>
/// Equal options give equal bits of best, last and their state, whatever the folder, the number of threads or of workers, and
/// whether the run was interrupted and resumed.
/// </remarks>
public static class Trainer
{
    /// <summary>Trains.</summary>
    /// <param name="options">What is trained on what.</param>
    /// <param name="run">The run folder to make; null for <c>runs/MODEL/TIME-N</c>.</param>
    /// <param name="observer">Is told how it goes; null for nobody.</param>
    /// <param name="cancellation">Stops after the running step, with a checkpoint; the result then says so.</param>
    /// <exception cref="ConfigurationException">An option cannot be used, or the run folder exists.</exception>
    /// <exception cref="CheckpointException">The weights to start from are missing or of another network.</exception>
    /// <exception cref="DataSetException">The pictures cannot be used.</exception>
    /// <exception cref="DeviceException">The device is missing or fails.</exception>
    /// <exception cref="InsufficientMemoryException">It needs more memory than is free; the message says which batch size fits.</exception>
    /// <exception cref="DivergedException">Loss, gradients or weights are no numbers any more; the last good checkpoint is kept.</exception>
    /// <exception cref="RunLockedException">Another process works in the run folder.</exception>
    public static TrainResult Run(TrainingOptions options, string? run = null, ITrainingObserver? observer = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var pictures = RunPictures.Open(options, observer: observer, cancellation: cancellation);
        var choice = DeviceCatalog.Open(options.Device, options.Threads, options.Precision);
        using (choice.Device)
        {
            observer ??= new SilentObserver();
            var result = RunOn(choice, pictures, options, run, observer, cancellation);
            Report(result, choice.Device, pictures, observer, cancellation);
            return result with { LeftOut = pictures.LeftOut };
        }
    }

    /// <summary>Goes on where a run stopped, and ends with the same bits as if it never had; a run without a checkpoint begins anew.</summary>
    /// <param name="run">The run folder.</param>
    /// <param name="change">Changes options of the run; null to leave them. Only those that decide no numbers can change.</param>
    /// <param name="observer">Is told how it goes; null for nobody.</param>
    /// <param name="cancellation">Stops after the running step, with a checkpoint; the result then says so.</param>
    /// <returns>The result of the whole run; that of a finished run at once.</returns>
    /// <exception cref="CheckpointException">There is no such run, or its state is damaged.</exception>
    /// <exception cref="ConfigurationException">An option is changed that must stay as it is.</exception>
    /// <exception cref="DataSetException">The pictures cannot be used, or are not those that the run was trained on.</exception>
    /// <exception cref="DeviceException">The device is missing or fails.</exception>
    /// <exception cref="InsufficientMemoryException">It needs more memory than is free; the message says which batch size fits.</exception>
    /// <exception cref="DivergedException">Loss, gradients or weights are no numbers any more; the last good checkpoint is kept.</exception>
    /// <exception cref="RunLockedException">Another process works in the run folder.</exception>
    public static TrainResult Resume(
        string run, Func<TrainingOptions, TrainingOptions>? change = null, ITrainingObserver? observer = null, CancellationToken cancellation = default)
    {
        observer ??= new SilentObserver();
        using var folder = RunFolder.Open(run);
        var resumption = Resumption.Read(folder, change);
        resumption.Restore(folder);
        using var log = new RunLog(folder, resumption.State.History);
        var state = resumption.State with { History = log.Epochs };
        var resume = new TrainingResume(folder.Path, state.Epoch + 1, state.Batch + 1, state.Step, resumption.Changes);
        log.Event("resume", resume);
        if (state.EndOf(resumption.Options) is { } end)
        {
            return TrainingLoop.Finish(folder, log, state, end, imagesPerSecond: 0);
        }

        observer.Resumed(resume);
        string split = folder.PathOf(RunFile.Split);
        var pictures = RunPictures.Open(resumption.Options, File.Exists(split) ? File.ReadAllText(split) : null, observer, cancellation: cancellation);
        var choice = DeviceCatalog.Open(resumption.Options.Device, resumption.Options.Threads);
        using (choice.Device)
        {
            MemoryNeed.Require(choice.Device, resumption.Options, pictures.Index.Train.Count, pictures.Index.Val.Count);
            using var model = Create(choice.Device, resumption.Options, resumption.Checkpoint);
            var result = Train(choice, model, pictures, resumption with { State = state }, folder, log, observer, cancellation);
            Report(result, choice.Device, pictures, observer, cancellation);
            return result;
        }
    }

    /// <summary>Trains on a device that is open and pictures that may be loaded.</summary>
    internal static TrainResult RunOn(
        DeviceChoice choice, RunPictures pictures, TrainingOptions options, string? run, ITrainingObserver observer, CancellationToken cancellation)
    {
        options = ModelBuilder.Resolve(options);
        if (pictures.Index.Train.Count == 0)
        {
            throw new DataSetException($"'{options.Data}' has no pictures to train on; put some into train.");
        }

        MemoryNeed.Require(choice.Device, options, pictures.Index.Train.Count, pictures.Index.Val.Count);
        using var ahead = pictures.LoadAhead(DatasetSplit.Train, observer, cancellation);
        using var model = Create(choice.Device, options, checkpoint: null);
        using var folder = RunFolder.Create(
            run,
            options.Model,
            (RunFile.Config, TrainingConfig.Write(options)),
            (RunFile.Split, pictures.Index.ToJson()),
            (RunFile.Environment, ResultJson.Write(EnvironmentReport.Now(choice.Device.Name, choice.Reason)) + "\n"));
        using var log = new RunLog(folder, []);
        return Train(choice, model, pictures, new Resumption(options, [], null, TrainingState.Start), folder, log, observer, cancellation);
    }

    /// <summary>The model before the first step that is made, unless a checkpoint says its weights.</summary>
    private static Autoencoder Create(ComputeDevice device, TrainingOptions options, Checkpoint? checkpoint)
    {
        var model = Autoencoder.Create(device, ModelBuilder.NetworkOf(options), options.Seed);
        try
        {
            if (options.Init == PcaStarter.Name)
            {
                PcaStarter.RowsOf(model);
            }
            else if (checkpoint is null && options.Init is { } init)
            {
                string file = TrainedRun.CheckpointOf(init);
                model.Load(Checkpoint.Read(file), file);
            }

            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    private static TrainResult Train(
        DeviceChoice choice, Autoencoder model, RunPictures pictures, Resumption from, RunFolder folder, RunLog log, ITrainingObserver observer, CancellationToken cancellation)
    {
        var options = from.Options;
        Directory.CreateDirectory(folder.PathOf(RunFile.Images));
        try
        {
            var (train, val) = LoadPictures(pictures, folder, log, observer, cancellation);
            string fingerprint = RunPictures.FingerprintOf([train, val]);
            if (from.Checkpoint is { } state && TrainingState.PicturesOf(state) != fingerprint)
            {
                throw new DataSetException($"The pictures of '{options.Data}' are not those that '{folder.Path}' was trained on; put them back as they were, or train anew.");
            }

            if (from.Changes.Count > 0)
            {
                folder.WriteText(RunFile.Config, TrainingConfig.Write(options));
            }

            if (from.Checkpoint is null && options.Init == PcaStarter.Name)
            {
                var centre = train.Centre(options.ImageSize);
                var components = PcaStarter.Apply(model, centre, RunControl.IsMirrored(options), options.Seed, observer.Fitting, cancellation);
                RunControl.Keep(folder.Path, options, centre, components, observer);
            }

            using var loop = new TrainingLoop(from, folder, log, observer, model, train, val, fingerprint);
            var start = new TrainingStart(
                folder.Path, options, choice.Device.Name, choice.Reason, new ModelSummary(model).Parameters, train.Count, val.Count, BatchPlan.Count(train.Count, options.BatchSize));
            log.Event("start", new { start.Run, start.Device, start.DeviceReason, start.Parameters, start.TrainImages, start.ValImages, start.StepsPerEpoch });
            observer.Started(start);
            return loop.Run(cancellation);
        }
        catch (OperationCanceledException)
        {
            // Only loading is cancelled by an exception: no step was made by this process.
            return TrainingLoop.Finish(folder, log, from.State, "interrupt", imagesPerSecond: 0);
        }
    }

    private static (PixelSet Train, PixelSet Val) LoadPictures(
        RunPictures pictures, RunFolder folder, RunLog log, ITrainingObserver observer, CancellationToken cancellation)
    {
        var bad = new List<BadPicture>();
        try
        {
            var train = pictures.GetWhole(DatasetSplit.Train, observer, cancellation);
            bad.AddRange(train.Bad);
            var val = pictures.Get(DatasetSplit.Val, observer, cancellation);
            bad.AddRange(val.Bad);
            return (train, val);
        }
        catch (DataSetException error)
        {
            bad.AddRange(error.Bad);
            throw;
        }
        finally
        {
            ReportBad(folder, log, observer, bad);
        }
    }

    /// <summary>Writes report.html, unless the run was interrupted: it is not done, and who interrupts wants no more work.</summary>
    private static void Report(
        TrainResult result, ComputeDevice device, RunPictures pictures, ITaskObserver observer, CancellationToken cancellation)
    {
        if (result.StoppedBy != "interrupt" && result.Epochs > 0 && !cancellation.IsCancellationRequested)
        {
            using var run = TrainedRun.Open(result.Run, device);
            try
            {
                RunReport.Write(run, pictures, observer, cancellation);
            }
            catch (OperationCanceledException)
            {
                // The run is whole without it.
            }
        }
    }

    private static void ReportBad(RunFolder folder, RunLog log, ITrainingObserver observer, List<BadPicture> bad)
    {
        if (bad.Count == 0)
        {
            return;
        }

        var list = new StringBuilder();
        foreach (var picture in bad)
        {
            list.Append(PlainText.Of(picture.Name)).Append(": ").Append(PlainText.Of(picture.Problem)).Append('\n');
            log.Event("bad-image", picture);
        }

        folder.WriteText(RunFile.BadImages, list.ToString());
        observer.Warned($"{bad.Count} pictures do not decode and are skipped, the first is {bad[0].Name} ({bad[0].Problem}); all are listed in {folder.PathOf(RunFile.BadImages)}.");
    }

    private sealed class SilentObserver : ITrainingObserver;
}
