using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Basics;
using ILGpuAutoencoders.Models.Options;
using ILGpuAutoencoders.Models.Runs;

namespace ILGpuAutoencoders.Models.Training;

/// <summary>A run to resume: its options, and where it stands.</summary>
/// <param name="Options">The options from now on.</param>
/// <param name="Changes">The keys whose values were changed, each with the old and the new one.</param>
/// <param name="Checkpoint">Its state file; null if it has no checkpoint yet.</param>
/// <param name="State">Where it stands.</param>
internal sealed record Resumption(TrainingOptions Options, IReadOnlyList<string> Changes, Checkpoint? Checkpoint, TrainingState State)
{
    /// <summary>Reads a run: its config.yaml and state file.</summary>
    /// <param name="run">The run, locked.</param>
    /// <param name="change">Changes its options; null to leave them.</param>
    /// <exception cref="ConfigurationException">An option is changed that must stay as it is.</exception>
    /// <exception cref="CheckpointException">The state is damaged.</exception>
    internal static Resumption Read(RunFolder run, Func<TrainingOptions, TrainingOptions>? change)
    {
        string config = run.PathOf(RunFile.Config), file = run.PathOf(RunFile.State);
        var trained = ModelBuilder.Resolve(TrainingConfig.ReadRun(config));
        // An imported run, or one whose state was removed: starting over would replace its weights.
        if (!File.Exists(file) && File.Exists(run.PathOf(RunFile.Best)))
        {
            throw new CheckpointException(
                $"'{run.Path}' holds {RunFile.Best} but no {RunFile.State}, so it cannot be resumed; start another run from its "
                + $"weights with --init {ShellWord.Of(run.Path)}.");
        }

        return Of(run.Path, trained, File.Exists(file) ? Checkpoint.Read(file) : null, change);
    }

    /// <summary>Tells the other ranks what <see cref="Read"/> gave.</summary>
    /// <param name="run">The run.</param>
    /// <param name="world">The ranks; this is rank 0.</param>
    internal void Send(RunFolder run, IWorld world)
    {
        if (world.Size > 1)
        {
            world.Broadcast(PlainFile.ReadAllText(run.PathOf(RunFile.Config)));
            world.Broadcast(Checkpoint?.ToBytes());
        }
    }

    /// <summary>On another rank than 0: what <see cref="Send"/> sends.</summary>
    /// <inheritdoc cref="Read"/>
    internal static Resumption Receive(string run, IWorld world, Func<TrainingOptions, TrainingOptions>? change)
    {
        string config = world.Broadcast((string?)null)!;
        byte[]? state = world.Broadcast((byte[]?)null);
        var trained = ModelBuilder.Resolve(
            TrainingConfig.Parse(config, Path.Combine(run, RunFile.Config), new TrainingOptions { Data = "" }));
        return Of(run, trained, state is null ? null : Checkpoint.Parse(state, Path.Combine(run, RunFile.State)), change);
    }

    private static Resumption Of(
        string run, TrainingOptions trained, Checkpoint? checkpoint, Func<TrainingOptions, TrainingOptions>? change)
    {
        string config = Path.Combine(run, RunFile.Config), file = Path.Combine(run, RunFile.State);
        var changed = change?.Invoke(trained) ?? trained;

        // Another model takes other options: the error about the model comes first.
        var options = changed.Model == trained.Model ? ModelBuilder.Resolve(changed) : changed;
        var changes = ChangesOf(trained, options, run);
        options.Validate();
        if (checkpoint is null)
        {
            return new(options, changes, null, TrainingState.Start);
        }

        var state = TrainingState.From(checkpoint, file);
        var defaults = ModelBuilder.DefaultsOf(options.Model);
        foreach (var option in TrainingOptions.Table.Options.Where(option => option.Scope(options) == OptionScope.Numbers))
        {
            string? was = TrainingState.OptionOf(checkpoint, option.Key);
            // What is not recorded had its default.
            if (was is not null && (was.Length > 0 ? was : option.Format(defaults)) != option.Format(options))
            {
                throw new ConfigurationException(option.Key,
                    $"{config} says '{Shown(option.Format(options))}', and the run was trained with '{Shown(was)}'; set it "
                    + "back, or start a new run.");
            }
        }

        int begun = state.Epoch + (state.Batch > 0 ? 1 : 0);
        return options.Epochs < begun
            ? throw new ConfigurationException("epochs", $"'{options.Epochs}' cannot be used; '{run}' is already in epoch {begun}.")
            : options.MaxSteps < state.Step
            ? throw new ConfigurationException(
                "max-steps", $"'{options.MaxSteps}' cannot be used; '{run}' has already made {Quantity.Of(state.Step, "step")}.")
            : new(options, changes, checkpoint, state);
    }

    /// <summary>Makes the files of a run match its state: a kill may have come between their renames.</summary>
    /// <exception cref="CheckpointException">The best checkpoint is missing or damaged.</exception>
    internal void Restore(RunFolder run)
    {
        run.RemoveTemporaryFiles();
        if (Checkpoint is null)
        {
            return;
        }

        string best = run.PathToWrite(RunFile.Best);
        var model = TrainingState.ModelOf(Checkpoint);
        model.Write(run.PathToWrite(RunFile.Last));
        if (State.IsBest)
        {
            model.Write(best);
        }
        else if (State.Best is { } epoch)
        {
            // It cannot be made again, and a run that ended with a damaged one would be of no use.
            _ = File.Exists(best) ? Engine.Checkpoint.Read(best)
                : throw new CheckpointException($"'{best}' of epoch {epoch.Epoch} is missing; restore it, or start a new run.");
        }
    }

    /// <summary>Loads where training stood; nothing if it has no checkpoint yet.</summary>
    /// <exception cref="CheckpointException">The state is of another network or optimiser.</exception>
    internal void LoadInto(Learner learner, string run)
    {
        if (Checkpoint is not null)
        {
            learner.Load(Checkpoint, Path.Combine(run, RunFile.State), State.EpochLoss);
        }
    }

    private static string Shown(string? value) => OptionProblem.Brief(value ?? "");

    private static List<string> ChangesOf(TrainingOptions trained, TrainingOptions options, string run)
    {
        var changes = new List<string>();
        foreach (var option in TrainingOptions.Table.Options)
        {
            string? was = option.Format(trained), asked = option.Format(options);
            if (was == asked)
            {
                continue;
            }

            if (option.Scope(options) is not (OptionScope.End or OptionScope.Place))
            {
                string[] free =
                    [.. TrainingOptions.Table.Options.Where(o => o.Scope(options) is OptionScope.End or OptionScope.Place).Select(
                        o => o.Key)];
                throw new ConfigurationException(
                    option.Key,
                    $"'{run}' was trained with '{Shown(was)}' and cannot be resumed with '{Shown(asked)}'; omit it, or start another run "
                    + $"from its weights with init {ShellWord.Of(run)} (resuming may change {string.Join(", ", free)}).");
            }

            changes.Add($"{option.Key} {was ?? "unset"} -> {asked ?? "unset"}");
        }

        return changes;
    }
}
