using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Runs;

namespace ILGpuAutoencoders.Models.Inference;

/// <summary>
/// A file beside a model's with what was learnt about it from pictures: best.NAME.safetensors beside best.safetensors. It is bound
/// to the weights by their SHA-256 and written whole or not at all; the model's file is never touched.
/// </summary>
internal static class ModelSidecar
{
    private const string FormatKey = "format_version", FormatVersion = "1", WeightsKey = "weights_sha256";

    /// <summary>Where it is.</summary>
    /// <param name="checkpoint">The model's file.</param>
    /// <param name="name">What it is.</param>
    internal static string PathOf(string checkpoint, string name) => Path.ChangeExtension(checkpoint, $".{name}.safetensors");

    /// <summary>Writes it, bound to the weights that were loaded, whatever the model's file holds by now.</summary>
    /// <exception cref="IOException">There is a link at its place.</exception>
    internal static void Write(Checkpoint file, TrainedRun run, string name)
    {
        file.Metadata[FormatKey] = FormatVersion;
        file.Metadata[WeightsKey] = run.Fingerprint;
        string path = PathOf(run.Checkpoint, name);
        file.Write(RunPlace.ToWrite(Path.GetDirectoryName(path)!, Path.GetFileName(path)));
    }

    /// <summary>Reads it.</summary>
    /// <param name="run">The model.</param>
    /// <param name="name">What it is.</param>
    /// <param name="advice">How to make it (again), as a clause.</param>
    /// <exception cref="CheckpointException">There is none, it is damaged, or it belongs to other weights than those loaded.</exception>
    internal static Checkpoint Read(TrainedRun run, string name, string advice)
    {
        string path = PathOf(run.Checkpoint, name);
        if (!File.Exists(path))
        {
            throw new CheckpointException($"The model '{run.Checkpoint}' has no {Path.GetFileName(path)} beside it; {advice}.");
        }

        var file = Checkpoint.Read(path);
        if (!file.Metadata.TryGetValue(FormatKey, out string? version) || version != FormatVersion)
        {
            throw new CheckpointException(
                $"'{path}' has format version {version ?? "none"}, and this version reads {FormatVersion}; {advice}.");
        }

        return file.Metadata.TryGetValue(WeightsKey, out string? hash) && hash == run.Fingerprint
            ? file
            : throw new CheckpointException($"'{path}' belongs to other weights than those of '{run.Checkpoint}'; {advice}.");
    }
}
