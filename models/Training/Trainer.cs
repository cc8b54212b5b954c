using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Evaluation;
using ILGpuAutoencoders.Models.Options;
using ILGpuAutoencoders.Models.PcaStart;
using ILGpuAutoencoders.Models.PrincipalComponents;
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
    /// <param name="observer">Receives progress, of rank 0 alone; null for none.</param>
    /// <param name="world">The ranks that divide each batch, by its micro-batches; null for this process alone. Results are the same bits
    /// with any number. Rank 0 alone writes; the run folder need not be visible to others.</param>
    /// <param name="cancellation">Stops after the running step, with a checkpoint; the result then says so. Enough on one rank.</param>
    /// <exception cref="ConfigurationException">An option cannot be used, or the run folder exists.</exception>
    /// <exception cref="CheckpointException">The weights to start from are missing or of another network.</exception>
    /// <exception cref="DataSetException">The pictures cannot be used.</exception>
    /// <exception cref="DeviceException">The device is missing or fails.</exception>
    /// <exception cref="InsufficientMemoryException">It needs more memory than is free; the message says which batch size fits.</exception>
    /// <exception cref="DivergedException">Loss, gradients or weights are no longer finite; the last good checkpoint is
    /// kept.</exception>
    /// <exception cref="RunLockedException">Another process is using the run folder.</exception>
    public static TrainResult Run(
        TrainingOptions options, string? run = null, ITrainingObserver? observer = null, IWorld? world = null,
        CancellationToken cancellation = default) => Run(options, run, observer, then: null, world, cancellation);

    /// <summary>
    /// Resumes a run, which ends with the same bits as if it had never stopped; one without a checkpoint starts over.
    /// </summary>
    /// <param name="run">The run folder.</param>
    /// <param name="change">Changes options of the run; null to leave them. Only those that do not affect the numbers can change.</param>
    /// <param name="observer">Receives progress, of rank 0 alone; null for none.</param>
    /// <param name="world">The ranks that divide each batch, by its micro-batches; null for this process alone. Results are the same bits
    /// with any number. Rank 0 alone writes; the run folder need not be visible to others.</param>
    /// <param name="cancellation">Stops after the running step, with a checkpoint; the result then says so. Enough on one rank.</param>
    /// <returns>The result of the whole run; that of a finished run at once.</returns>
    /// <exception cref="CheckpointException">There is no such run, or its state is damaged.</exception>
    /// <exception cref="ConfigurationException">An option is changed that must stay as it is.</exception>
    /// <exception cref="DataSetException">The pictures cannot be used, or are not those that the run was trained on.</exception>
    /// <exception cref="DeviceException">The device is missing or fails.</exception>
    /// <exception cref="InsufficientMemoryException">It needs more memory than is free; the message says which batch size fits.</exception>
    /// <exception cref="DivergedException">Loss, gradients or weights are no longer finite; the last good checkpoint is
    /// kept.</exception>
    /// <exception cref="RunLockedException">Another process is using the run folder.</exception>
    public static TrainResult Resume(
        string run, Func<TrainingOptions, TrainingOptions>? change = null, ITrainingObserver? observer = null, IWorld? world = null,
        CancellationToken cancellation = default) => Resume(run, change, observer, then: null, world, cancellation);

    /// <summary>Trains.</summary>
    /// <param name="options">What is trained on what.</param>
    /// <param name="run">The run folder to make; null for <c>runs/MODEL/TIME-N</c>.</param>
    /// <param name="observer">Receives progress; null for none.</param>
    /// <param name="then">Is called, with the place of training, when it is done and its run unlocked, and adds to its result; null for
    /// nothing.</param>
    /// <param name="world">The ranks; null for this process alone. Rank 0 alone calls <paramref name="then"/>.</param>
    /// <param name="cancellation">Stops after the running step, with a checkpoint.</param>
    internal static TrainResult Run(
        TrainingOptions options, string? run, ITrainingObserver? observer, Func<TrainResult, Workplace, TrainResult>? then, IWorld? world,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        (observer, then) = world is { Rank: > 0 } ? (null, null) : (observer, then);
        using var place = Workplace.Open(options, splitJson: null, observer, world, cancellation);
        var result = RunIn(place, options, run, observer, cancellation);
        return (then?.Invoke(result, place) ?? result) with { LeftOut = place.Pictures.LeftOut };
    }

    /// <summary>Trains on a device that is open and pictures that may be loaded.</summary>
    internal static TrainResult RunIn(
        Workplace place, TrainingOptions options, string? run, ITrainingObserver? observer, CancellationToken cancellation)
    {
        options = ModelBuilder.Resolve(options);
        var index = place.Pictures.Index;
        if (index.Train.Count == 0)
        {
            throw new DataSetException($"'{options.Data}' has no pictures to train on; put some into train.");
        }

        var world = place.World;
        options = MemoryNeed.WithBatchSize(place.Device, options, index.Train.Count, index.Val.Count, world);
        RankAgreement.OnOptions(world, options);
        RankAgreement.RequireParts(world, options, index.Train.Count);
        MemoryNeed.Require(place.Device, options, index.Train.Count, index.Val.Count, world);
        RankAgreement.OnDevice(world, place.Device);
        bool waits = world.LocalRank > 0 && place.Pictures.StaysOnDisk(DatasetSplit.Train);
        using var ahead = waits ? null : place.Pictures.LoadAhead(DatasetSplit.Train, observer, cancellation);
        using var model = Create(place, options, checkpoint: null);
        using var folder = world.Rank > 0 ? null : RunFolder.Create(
            run,
            options.Model,
            (RunFile.Config, TrainingConfig.Write(options)),
            (RunFile.Split, index.ToJson()),
            (RunFile.Environment,
                ResultJson.Write(EnvironmentReport.Now(place.Device.Name, place.Choice.Reason, place.Device.Arithmetic)) + "\n"));
        using var recorder = folder is null ? null : new RunRecorder(folder, []);
        var resumption = new Resumption(options, [], null, TrainingState.Start);
        var session = new TrainingSession(place, world.Broadcast(folder?.Path)!, folder, model, resumption);
        return Train(session, recorder, observer, cancellation);
    }

    /// <summary>Resumes a run.</summary>
    /// <param name="run">The run folder.</param>
    /// <param name="change">Changes options of the run; null to leave them.</param>
    /// <param name="observer">Receives progress; null for none.</param>
    /// <param name="then">Is called, with the place of training, when it is done, but not for a run that was finished; null for
    /// nothing.</param>
    /// <param name="world">The ranks; null for this process alone. Rank 0 alone calls <paramref name="then"/>.</param>
    /// <param name="cancellation">Stops after the running step, with a checkpoint.</param>
    internal static TrainResult Resume(
        string run, Func<TrainingOptions, TrainingOptions>? change, ITrainingObserver? observer,
        Func<TrainResult, Workplace, TrainResult>? then, IWorld? world, CancellationToken cancellation)
    {
        world ??= AloneWorld.Instance;
        (observer, then) = world.Rank > 0 ? (null, null) : (observer, then);
        using var folder = world.Rank > 0 ? null : RunFolder.Open(run);
        var resumption = folder is null ? Resumption.Receive(run, world, change) : Resumption.Read(folder, change);
        if (folder is not null)
        {
            resumption.Restore(folder);
            resumption.Send(folder, world);
        }

        using var recorder = folder is null ? null : new RunRecorder(folder, resumption.State.History);
        resumption = resumption with { State = resumption.State with { History = recorder?.Epochs ?? resumption.State.History } };
        var (options, state) = (resumption.Options, resumption.State);
        var resume = new TrainingResume(run, state.Epoch + 1, state.Batch + 1, state.Step, resumption.Changes);
        RankAgreement.OnOptions(world, options);
        recorder?.Resumed(resume);
        if (state.EndOf(options) is { } end)
        {
            return End(run, recorder, state, end);
        }

        observer?.Resumed(resume);
        string? split = world.Broadcast(folder is not null && folder.PathOf(RunFile.Split) is var file && File.Exists(file)
            ? PlainFile.ReadAllText(file)
            : null);
        using var place = Workplace.Open(options, split, observer, world, cancellation);
        var index = place.Pictures.Index;
        RankAgreement.RequireParts(world, options, index.Train.Count);
        MemoryNeed.Require(place.Device, options, index.Train.Count, index.Val.Count, world);
        RankAgreement.OnDevice(world, place.Device);
        if (folder is not null
            && EnvironmentReport.Read(folder.PathOf(RunFile.Environment)).TryGetValue("arithmetic", out string? began)
            && began != place.Device.Arithmetic)
        {
            observer?.Warned(
                $"This run began on {began} and goes on on {place.Device.Arithmetic}: "
                + "it will differ in last bits from one that stayed there.");
        }

        using var model = Create(place, options, resumption.Checkpoint);
        var result = Train(new TrainingSession(place, run, folder, model, resumption), recorder, observer, cancellation);
        return then?.Invoke(result, place) ?? result;
    }

    /// <summary>The model before its first step, unless a checkpoint sets its weights.</summary>
    private static Autoencoder Create(Workplace place, TrainingOptions options, Checkpoint? checkpoint)
    {
        var model = ModelBuilder.NetworkOf(options).Build();
        checkpoint?.RequireParameters(model.Parameters, RunFile.State);
        try
        {
            model.PlaceOn(place.Device, options.Seed);
            if (options.Init == PcaStarter.Name)
            {
                PcaStarter.RowsOf(model);
            }
            else if (checkpoint is null && options.Init is { } init && place.World.Rank == 0)
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
        TrainingSession session, RunRecorder? recorder, ITrainingObserver? observer, CancellationToken cancellation)
    {
        var (options, folder, from, world) = (session.Options, session.Folder, session.From, session.World);
        if (folder is not null)
        {
            Directory.CreateDirectory(folder.PathToWrite(RunFile.Images));
        }

        if (TrainingPictures.TryLoad(session, recorder, observer, cancellation) is not { } pictures)
        {
            return End(session.Run, recorder, from.State, StopReason.Interrupt);
        }

        RankAgreement.OnPictures(world, pictures.Fingerprint, options.Data);
        if (from.Changes.Count > 0)
        {
            folder?.WriteText(RunFile.Config, TrainingConfig.Write(options));
        }

        Pca? control = null;
        bool isStopped = false;
        try
        {
            control = options.Init == PcaStarter.Name ? ControlOf(session, pictures, observer, cancellation) : null;
        }
        catch (OperationCanceledException)
        {
            // No step was made by this process.
            isStopped = true;
        }

        if (world.Any(isStopped))
        {
            return End(session.Run, recorder, from.State, StopReason.Interrupt);
        }

        // Rank 0 alone has read or fitted what the first step starts from.
        if (options.Init is not null && from.Checkpoint is null)
        {
            RankAgreement.ShareWeights(world, session.Model.Arena);
        }

        if (folder is null || recorder is null)
        {
            return TrainingLoop.Run(session, pictures, new TrainingEvents(observer), cancellation);
        }

        var grids = new SampleGrids(folder, pictures.ToSampleGrid(options, control));
        using var board = options.TensorBoard ? new TrainingBoard(folder, grids, from.State.Step) : null;
        List<ITrainingListener> listeners = board is null ? [recorder, grids] : [recorder, grids, board];
        if (control is not null && observer is not null && pictures.Val.Count > 0)
        {
            listeners.Add(new ControlWatch(observer, control, pictures.Val, options, cancellation));
        }

        return TrainingLoop.Run(session, pictures, new TrainingEvents(observer, [.. listeners]), cancellation);
    }

    /// <summary>
    /// The principal components that a training starts from, whose weights the model then has; null where there are none, and on all ranks
    /// but the first, which only help to find them.
    /// </summary>
    private static Pca? ControlOf(
        TrainingSession session, TrainingPictures pictures, ITrainingObserver? observer, CancellationToken cancellation)
    {
        var options = session.Options;
        var centre = pictures.Train.Centre(options.ImageSize);
        bool isMirrored = RunControl.IsMirrored(options);
        if (session.From.Checkpoint is not null)
        {
            return session.Folder is { } kept ? RunControl.Kept(kept.Path, options, centre, observer, cancellation) : null;
        }

        using var ranks = new CovarianceRanks(session.World, session.Place.Threads);
        if (session.Folder is not { } folder)
        {
            ranks.Answer(centre, isMirrored);
            return null;
        }

        Action<int, int>? progress = observer is null ? null : observer.Fitting;
        if (PcaStarter.Apply(session.Model, centre, isMirrored, options.Seed, progress, ranks, cancellation) is { } pca)
        {
            return RunControl.Keep(folder.Path, options, centre, pca, observer, cancellation);
        }

        observer?.Warned(
            "The training pictures are all the same, or only one, and have no principal components to start from: weights are "
            + "drawn from the seed.");
        return null;
    }

    private static TrainResult End(string run, RunRecorder? recorder, TrainingState state, StopReason stoppedBy)
    {
        recorder?.Stopped(state, stoppedBy);
        return state.ToResult(run, stoppedBy, imagesPerSecond: 0);
    }
}
