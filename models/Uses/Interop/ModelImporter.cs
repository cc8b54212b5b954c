using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Export;
using ILGpuAutoencoders.Models.Options;
using ILGpuAutoencoders.Models.Runs;

namespace ILGpuAutoencoders.Models;

/// <summary>What was imported. Its properties are the keys of <c>import --json</c>, in snake case.</summary>
/// <param name="Run">The run folder.</param>
/// <param name="Model">The family.</param>
/// <param name="ImageSize">Size of its pictures in pixels.</param>
/// <param name="Channels">Values of a pixel: 3 for RGB, 1 for grey.</param>
/// <param name="Latent">Length of its latent vectors; null if it has none.</param>
/// <param name="Parameters">Number of trained values.</param>
public sealed record ModelImportResult(string Run, string Model, ImageSize ImageSize, int Channels, int? Latent, long Parameters)
{
    /// <summary>The prefix of every name in the file that was removed, such as <c>module.</c>; null for none.</summary>
    public string? Prefix { get; init; }
}

/// <summary>Makes runs from weights of other programs.</summary>
public static class ModelImporter
{
    /// <summary>Imports weights under PyTorch's names and in its layouts.</summary>
    /// <param name="file">A safetensors file, or an ONNX file that has the weights by name.</param>
    /// <param name="model">The family that they are of.</param>
    /// <param name="choose">Changes what the file says of sizes, crop and noise, or the defaults where it says nothing; null to leave
    /// it.</param>
    /// <param name="run">The run folder to make; null for <c>runs/MODEL/TIME-N</c>.</param>
    /// <exception cref="CheckpointException">The file is missing, damaged, or of another model: the first tensor that does not fit is named
    /// with both shapes.</exception>
    /// <exception cref="ConfigurationException">There is no such family, an option cannot be used, or the run folder exists.</exception>
    public static ModelImportResult Run(
        string file, string model, Func<TrainingOptions, TrainingOptions>? choose = null, string? run = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(file);
        bool isOnnx = Path.GetExtension(file).Equals(".onnx", StringComparison.OrdinalIgnoreCase);
        var weights = isOnnx ? OnnxWeights.Read(file) : Checkpoint.Read(file);
        var said = weights.Metadata.TryGetValue("family", out string? family) && family == model ? TrainedRun.OptionsOf(weights)
            : new TrainingOptions();
        TrainingOptions Choose(string data)
        {
            var before = said with { Model = model, Data = data };
            return choose?.Invoke(before) ?? before;
        }

        // Pictures that were not named are unknown, and no default replaces them: data that is not chosen stays as it was.
        var options = Choose("faces:1");
        string known = options.Data == Choose("faces:2").Data ? options.Data : "";
        options.Validate();
        options = ModelBuilder.Resolve(options);
        using var device = DeviceCatalog.Open("cpu", threads: 1).Device;
        string? prefix = TakePrefix(weights, Autoencoder.BuildFor(options.Network, file));
        using var network = Autoencoder.Create(device, options.Network, weights, file);
        RequireNothingElse(weights, network, file, isOnnx);
        using var folder = RunFolder.Create(
            run,
            model,
            (RunFile.Config, TrainingConfig.Write(options with { Data = known })),
            (RunFile.Environment,
                ResultJson.Write(EnvironmentReport.Now("none", $"imported from {Path.GetFileName(file)}", arithmetic: null)) + "\n"));
        var metadata = new Dictionary<string, string> { ["crop"] = options.Crop.ToString() };
        TrainedRun.AddTreatment(metadata, options);
        var checkpoint = network.ToCheckpoint(metadata);
        try
        {
            checkpoint.Write(folder.PathToWrite(RunFile.Last));
            checkpoint.Write(folder.PathToWrite(RunFile.Best));
        }
        catch
        {
            // Without its weights it would be no run, and stand in the way of the next import.
            folder.Dispose();
            Directory.Delete(folder.Path, recursive: true);
            throw;
        }

        var summary = new ModelSummary(network);
        return new ModelImportResult(
            folder.Path, model, summary.Picture.Size, summary.Picture.Channels, summary.Latent, summary.Parameters)
        { Prefix = prefix };
    }

    /// <summary>
    /// Removes the prefix that a wrapper around the model put before every name; null for none. DataParallel writes module.,
    /// torch.compile _orig_mod., Lightning model.
    /// </summary>
    private static string? TakePrefix(Checkpoint weights, Autoencoder network)
    {
        string known = network.Parameters[0].Name;
        if (weights.Tensors.Keys.FirstOrDefault(name => name.EndsWith("." + known, StringComparison.Ordinal)) is not { } first)
        {
            return null;
        }

        string prefix = first[..^known.Length];
        if (weights.Tensors.Keys.Any(name => !name.StartsWith(prefix, StringComparison.Ordinal)))
        {
            return null;
        }

        foreach (var (name, tensor) in weights.Tensors.ToList())
        {
            weights.Tensors.Remove(name);
            weights.Tensors.Add(name[prefix.Length..], tensor);
        }

        return prefix;
    }

    /// <summary>Weights that the model has no place for are errors.</summary>
    private static void RequireNothingElse(Checkpoint weights, Autoencoder network, string file, bool isOnnx)
    {
        var known = network.Parameters.Select(parameter => parameter.Name).ToHashSet(StringComparer.Ordinal);
        // Anything else in an ONNX file is a constant of its graph.
        if (!isOnnx && weights.Tensors.FirstOrDefault(entry => !known.Contains(entry.Key)) is { Key: { } other } tensor)
        {
            throw new CheckpointException(
                $"Checkpoint: {file} has a tensor {other} of [{string.Join(", ", tensor.Value.Shape)}], and {network.Options.Family} "
                + "expects none of that name; it belongs to another model.");
        }
    }
}
