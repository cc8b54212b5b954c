using ILGpuAutoencoders.Models.Runs;

namespace ILGpuAutoencoders.Models.Training;

/// <summary>A training that is ready to begin: what belongs together from its first step to its last.</summary>
/// <param name="Place">Device and pictures.</param>
/// <param name="Folder">The run, locked.</param>
/// <param name="Model">The model with its starting weights.</param>
/// <param name="From">The options, and where training stands.</param>
internal sealed record TrainingSession(Workplace Place, RunFolder Folder, Autoencoder Model, Resumption From)
{
    /// <summary>The resolved options.</summary>
    internal TrainingOptions Options => From.Options;

    /// <summary>What is reported before the first step.</summary>
    internal TrainingStart ToStart(TrainingPictures pictures, int stepsPerEpoch) => new(
        Folder.Path, Options, Place.Device.Name, Place.Choice.Reason, new ModelSummary(Model).Parameters, pictures.Train.Count,
        pictures.Val.Count, stepsPerEpoch);

    /// <summary>The error about numbers that are not finite.</summary>
    /// <param name="finding">Which, as a phrase.</param>
    /// <param name="state">Where training stands.</param>
    internal DivergedException Diverged(string finding, TrainingState state) => DivergedException.Of(
        finding, Folder.Path, state.Step, state.Epoch + 1, File.Exists(Folder.PathOf(RunFile.State)), Options.LearningRate);
}
