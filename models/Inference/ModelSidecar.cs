using System.Security.Cryptography;
using ILGpuAutoencoders.Engine;

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

    /// <summary>Writes it, bound to the weights that the model's file holds now.</summary>
    internal static void Write(Checkpoint file, string checkpoint, string name)
    {
        file.Metadata[FormatKey] = FormatVersion;
        file.Metadata[WeightsKey] = HashOf(checkpoint);
        file.Write(PathOf(checkpoint, name));
    }

    /// <summary>Reads it.</summary>
    /// <param name="checkpoint">The model's file.</param>
    /// <param name="name">What it is.</param>
    /// <param name="advice">How to make it (again), as a clause.</param>
    /// <exception cref="CheckpointException">There is none, it is damaged, or it belongs to other weights than the model's.</exception>
    internal static Checkpoint Read(string checkpoint, string name, string advice)
    {
        string path = PathOf(checkpoint, name);
        if (!File.Exists(path))
        {
            throw new CheckpointException($"The model '{checkpoint}' has no {Path.GetFileName(path)} beside it; {advice}.");
        }

        var file = Checkpoint.Read(path);
        if (!file.Metadata.TryGetValue(FormatKey, out string? version) || version != FormatVersion)
        {
            throw new CheckpointException(
                $"'{path}' has format version {version ?? "none"}, and this version reads {FormatVersion}; {advice}.");
        }

        return file.Metadata.TryGetValue(WeightsKey, out string? hash) && hash == HashOf(checkpoint)
            ? file
            : throw new CheckpointException($"'{path}' belongs to other weights than '{checkpoint}' holds now; {advice}.");
    }

    private static string HashOf(string checkpoint) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(checkpoint)));
}
