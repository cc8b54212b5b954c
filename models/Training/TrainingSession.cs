using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Runs;

namespace ILGpuAutoencoders.Models.Training;

/// <summary>A training that is ready to begin: what belongs together from its first step to its last.</summary>
/// <param name="Place">Device, pictures and ranks.</param>
/// <param name="Run">The path of the run folder.</param>
/// <param name="Folder">The run, locked; null on all ranks but the first, which write nothing.</param>
/// <param name="Model">The model with its starting weights.</param>
/// <param name="From">The options, and where training stands.</param>
internal sealed record TrainingSession(Workplace Place, string Run, RunFolder? Folder, Autoencoder Model, Resumption From)
{
    /// <summary>The ranks that train together.</summary>
    internal IWorld World => Place.World;

    /// <summary>The resolved options.</summary>
    internal TrainingOptions Options => From.Options;

    /// <summary>What is reported before the first step.</summary>
    internal TrainingStart ToStart(TrainingPictures pictures, int stepsPerEpoch) => new(
        Run, Options, Place.Device.Name, Place.Choice.Reason, new ModelSummary(Model).Parameters, pictures.Train.Count,
        pictures.Val.Count, stepsPerEpoch);

    /// <summary>The error about numbers that are not finite.</summary>
    /// <param name="finding">Which, as a phrase.</param>
    /// <param name="state">Where training stands.</param>
    internal DivergedException Diverged(string finding, TrainingState state) => DivergedException.Of(
        finding, Run, state.Step, state.Epoch + 1, File.Exists(Path.Combine(Run, RunFile.State)), Options.LearningRate);
}
