using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Models.Training;

/// <summary>Epochs of steps, each followed by validation and a save, from a given state to an end.</summary>
internal static class TrainingLoop
{
    /// <summary>Trains to the end that the options say, or until cancelled: then after the running step.</summary>
    /// <exception cref="DivergedException">A number is no longer finite.</exception>
    internal static TrainResult Run(
        TrainingSession session, TrainingPictures pictures, TrainingEvents events, CancellationToken cancellation)
    {
        var options = session.Options;
        var state = session.From.State;
        var (device, world) = (session.Place.Device, session.World);
        using var batches = new EpochBatches(options, pictures.Train, pictures.Val, new StepShare(options, world));
        if (!state.IsReachable(batches.Count))
        {
            throw new CheckpointException(
                $"Checkpoint: {Path.Combine(session.Run, RunFile.State)} is not a state of a training of {batches.Count} steps per epoch "
                + $"(epoch {state.Epoch + 1}, batch {state.Batch}, step {state.Step}); start a new run.");
        }

        using var learner = new Learner(session.Model, options, batches.Count, world);
        using var validation = new Validation(learner, options, batches, world);
        var checkpoints = session.Folder is { } folder ? new RunCheckpoints(folder, options, learner, pictures.Fingerprint) : null;
        int stepsInAll = (int)Math.Min(options.MaxSteps ?? int.MaxValue, (long)batches.Count * options.Epochs);
        var schedule = new LearningRateSchedule(options, batches.Count, stepsInAll);
        var watch = new DivergenceWatch(session.Model.Arena, learner.Losses, readsAreFree: device.SharesHostMemory);
        var clock = new TrainingClock(state.History.Select(epoch => epoch.Seconds).LastOrDefault(double.IsFinite));
        session.From.LoadInto(learner, session.Run);
        RankAgreement.OnWeights(world, session.Model.Arena, state.Epoch);
        events.Started(session.ToStart(pictures, batches.Count));

        // A training that has made no step yet makes one, so that there is something to resume.
        while (state.EndOf(options) is null && !(state is { Batch: 0, Step: > 0 } && IsStopped()))
        {
            // The steps of an epoch. None is left where its validation was stopped.
            double rate = state.Batch > 0 ? schedule.Of(state with { Step = state.Step - 1 }) : 0;
            bool isLeft = state.Batch < batches.Count && state.Step < stepsInAll;
            clock.BeginEpoch();
            foreach (var batch in isLeft ? batches.Train(state.Epoch, state.Batch) : [])
            {
                rate = schedule.Of(state);
                learner.Step(state.Step + 1, rate, batch.Input, batch.Target, batch.Count);
                state = state.After(batch);
                if (clock.Count(batch.Count))
                {
                    device.Synchronize();
                    events.FirstStepMade(state.Step, TrainingClock.SecondsOfProcess);
                }

                RequireFinite(watch.Look());
                events.StepMade(state.Step, watch.Latest);
                if (checkpoints is { IsDue: true } && state.Batch < batches.Count)
                {
                    state = WithLosses();
                    checkpoints?.Save(state);
                }

                events.Stepped(new TrainingStep(
                    state.Epoch + 1, options.Epochs, state.Batch, batches.Count, state.Step, watch.Latest, clock.EpochRate,
                    clock.Remaining(state.Step, stepsInAll - state.Step)));
                if (state.Step >= stepsInAll || IsStopped())
                {
                    break;
                }
            }

            state = WithLosses();
            clock.EndEpoch();
            if (state.Batch < batches.Count && state.Step < stepsInAll)
            {
                checkpoints?.Save(state);
                break;
            }

            // Its end: batches of the next epoch are prepared while this one is validated.
            if (state.Epoch + 1 < options.Epochs && state.Step < stepsInAll)
            {
                batches.Prepare(state.Epoch + 1);
            }

            learner.SwapAverage();
            if (!validation.TryRun(out var val, cancellation))
            {
                learner.SwapAverage();
                checkpoints?.Save(state);
                break;
            }

            RequireFinite(val is { } found && !double.IsFinite(found.Loss) ? "the loss on val is not finite" : null);
            var metrics = new EpochMetrics(
                state.Epoch + 1, state.Step, state.EpochLoss / state.EpochImages, val?.Loss, val?.Mean.Mse, val?.Mean.Mae, val?.Mean.Psnr,
                val?.Mean.Ssim, rate, clock.Seconds, clock.EpochRate);
            events.EpochMeasured(metrics, validation.Reconstruct);
            learner.SwapAverage();

            state = state.After(metrics);
            learner.Losses.Reset();
            RankAgreement.OnWeights(world, session.Model.Arena, state.Epoch);
            checkpoints?.Save(state);
            events.EpochSaved(metrics, state.IsBest, batches.TakeWaited());
        }

        learner.SwapAverage();
        int? activeUnits = validation.CountActiveUnits(cancellation);
        learner.SwapAverage();
        var stoppedBy = state.EndOf(options) ?? StopReason.Interrupt;
        events.Stopped(state, stoppedBy);
        return state.ToResult(session.Run, stoppedBy, clock.AllRate) with { ActiveUnits = activeUnits };

        // Signals come to ranks at different steps: all stop after the first step that one of them has seen it at.
        bool IsStopped() => world.Any(cancellation.IsCancellationRequested);

        // Everything that a save would hold is checked first: a diverged state is never saved.
        TrainingState WithLosses()
        {
            RequireFinite(watch.LookAtAll());
            return state with { EpochLoss = watch.Total };
        }

        void RequireFinite(string? finding)
        {
            // All ranks find the same, at times of their own; the first one tells it.
            if (finding is not null && world.Rank == 0)
            {
                var error = session.Diverged(finding, state);
                events.Diverged(state.Step, error.Message);
                throw error;
            }
        }
    }
}
