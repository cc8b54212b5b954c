using System.Diagnostics;
using System.Globalization;
using ILGpuAutoencoders.Models.Runs;

namespace ILGpuAutoencoders.Models.Training;

/// <summary>The checkpoints of a run in training.</summary>
/// <param name="folder">The run.</param>
/// <param name="options">Resolved options.</param>
/// <param name="learner">What is saved.</param>
/// <param name="pictures">The fingerprint of the pictures.</param>
internal sealed class RunCheckpoints(RunFolder folder, TrainingOptions options, Learner learner, string pictures)
{
    private readonly Stopwatch _sinceSave = Stopwatch.StartNew();

    /// <summary>Whether enough time has passed since the last save to save within an epoch.</summary>
    internal bool IsDue => _sinceSave.Elapsed.TotalMinutes >= options.SaveEvery;

    /// <summary>Saves the state, the last model, and the best where the state is that of the best epoch.</summary>
    /// <remarks>
    /// The state first, then only what follows from it: a kill may come between any two of these, and resuming makes the
    /// others from it.
    /// </remarks>
    internal void Save(TrainingState state)
    {
        var checkpoint = learner.ToCheckpoint(MetadataOf(state));
        state.AddTo(checkpoint, options, pictures);
        checkpoint.Write(folder.PathToWrite(RunFile.State));
        var model = TrainingState.ModelOf(checkpoint);
        model.Write(folder.PathToWrite(RunFile.Last));
        if (state.IsBest)
        {
            model.Write(folder.PathToWrite(RunFile.Best));
        }

        _sinceSave.Restart();
    }

    private Dictionary<string, string> MetadataOf(TrainingState state)
    {
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["crop"] = options.Crop.ToString(),
            ["epoch"] = state.Epoch.ToString(CultureInfo.InvariantCulture),
            ["step"] = state.Step.ToString(CultureInfo.InvariantCulture),
        };
        TrainedRun.AddTreatment(metadata, options);
        return metadata;
    }
}
