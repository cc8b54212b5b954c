using System.Globalization;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.PrincipalComponents;

namespace ILGpuAutoencoders.Models.Evaluation;

/// <summary>What a control was fitted to: two controls with equal keys are equal.</summary>
/// <param name="Pictures">The fingerprint of the pictures.</param>
/// <param name="Count">Components that were asked for.</param>
/// <param name="Shape">Of the pictures.</param>
/// <param name="Crop">The part of each picture that was kept.</param>
/// <param name="IsMirrored">Whether their mirror images counted.</param>
internal sealed record ControlKey(string Pictures, int Count, PictureShape Shape, string Crop, bool IsMirrored)
{
    /// <summary>The fingerprint of the weights that it was last compared with.</summary>
    internal string Weights { get; init; } = "";
}

/// <summary>
/// The file in a run folder that keeps its control: the mean picture, the components, their variances, and what they were fitted to.
/// </summary>
/// <remarks>Its numbers are float32. <see cref="Rounded"/> makes a control that was just fitted equal to one that was read.</remarks>
internal static class ControlFile
{
    private const string MeanKey = "mean", ComponentsKey = "components", VariancesKey = "variances";
    private const int LongestHeader = 4_096;

    /// <summary>A control as it is after being written and read back.</summary>
    internal static Pca Rounded(Pca pca)
    {
        static double[] Round(IEnumerable<double> values) => [.. values.Select(value => (double)(float)value)];
        return new Pca(Round(pca.Mean), [.. pca.Components.Select(Round)], Round(pca.Variances));
    }

    /// <summary>Writes a control, whole or not at all.</summary>
    internal static void Write(string path, ControlKey key, Pca pca)
    {
        static float[] Narrow(IEnumerable<double> values) => [.. values.Select(value => (float)value)];
        int length = pca.Mean.Count;
        var file = new Checkpoint();
        file.Tensors[MeanKey] = CheckpointTensor.FromFloats([length], Narrow(pca.Mean));
        file.Tensors[ComponentsKey] = CheckpointTensor.FromFloats([pca.Count, length], Narrow(pca.Components.SelectMany(row => row)));
        file.Tensors[VariancesKey] = CheckpointTensor.FromFloats([pca.Count], Narrow(pca.Variances));
        foreach (var (name, value) in Describe(key))
        {
            file.Metadata[name] = value;
        }

        file.Write(path);
    }

    /// <summary>Reads a control.</summary>
    /// <param name="path">The file.</param>
    /// <param name="key">What it must have been fitted to; an empty fingerprint is not compared.</param>
    /// <returns>Null if there is no file, or its control was fitted to something else.</returns>
    /// <exception cref="CheckpointException">The file is damaged.</exception>
    internal static Pca? Read(string path, ControlKey key)
    {
        int length = key.Shape.Length;
        var file = new FileInfo(path);
        if (!file.Exists || file.Length > LongestHeader + (((long)key.Count + 1) * (length + 1) * sizeof(float)))
        {
            return null;
        }

        var read = Checkpoint.Read(path);
        bool Says(string name, string value) => read.Metadata.TryGetValue(name, out string? text) && text == value;
        if (Describe(key).Any(item => item.Value.Length > 0 && !Says(item.Name, item.Value)))
        {
            return null;
        }

        double[]? Get(string name) =>
            read.Tensors.TryGetValue(name, out var tensor) ? Array.ConvertAll(tensor.ToFloats(), value => (double)value) : null;
        return Get(MeanKey) is { } mean && Get(ComponentsKey) is { } components && Get(VariancesKey) is { } variances
            && mean.Length == length && components.Length == variances.Length * length && variances.Length > 0
            ? new Pca(mean, [.. components.Chunk(length)], variances)
            : throw new CheckpointException($"Control: {path} does not hold the components that it names; delete it.");
    }

    private static IEnumerable<(string Name, string Value)> Describe(ControlKey key) =>
    [
        ("pictures", key.Pictures),
        ("weights", key.Weights),
        ("count", key.Count.ToString(CultureInfo.InvariantCulture)),
        ("size", key.Shape.Size.ToString()),
        ("crop", key.Crop),
        ("mirrored", key.IsMirrored ? "true" : "false"),
    ];
}
