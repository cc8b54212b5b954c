using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Inference;
using ILGpuAutoencoders.Models.Uses.Anomaly;
using ILGpuAutoencoders.Models.Uses.Latents;

namespace ILGpuAutoencoders.Models;

/// <summary>Writes trained models for other programs.</summary>
public static class ModelExporter
{
    private const string Onnx = ".onnx", Safetensors = ".safetensors";

    /// <summary>Exports a model; the ending of the file decides the format.</summary>
    /// <param name="options">What, and where to; an earlier file is replaced at once or not at all.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="ConfigurationException">The ending is not a known format, or the family has no such part or score.</exception>
    /// <exception cref="CheckpointException">There is no such run, it is damaged, or its score was asked for and it is not
    /// calibrated.</exception>
    public static ExportResult Run(ExportOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ExportOptions.Table.Validate(options);
        string format = Path.GetExtension(options.To);
        Require(format is Onnx or Safetensors, "to", $"'{options.To}' does not end in a known format; use {Onnx} or {Safetensors}.");
        Require(format == Onnx || (options.Input == PixelInput.Float && !options.WithScore), "to",
            $"'{options.To}' holds weights and no graph; for an input or a score write a file ending in {Onnx}.");
        Require(options.Input == PixelInput.Float || options.Part != ModelPart.Decoder, "input",
            "a decoder takes latent vectors, not pixels; omit it.");
        Require(!options.WithScore || options.Part == ModelPart.Full, "with-score",
            "a score needs pictures and their reconstructions; export the full model.");
        Require(options.Space == LatentSpace.Raw || (format == Onnx && options.Part == ModelPart.Encoder), "space",
            $"a graph of an encoder alone gives embeddings; write a file ending in {Onnx} with part encoder.");
        using var device = DeviceCatalog.Open("cpu", threads: 1).Device;
        using var run = TrainedRun.Open(options.Run, device);
        var model = run.Model;
        var metadata =
            new Dictionary<string, string> { ["crop"] = run.Options.Crop.ToString(), ["part"] = ExportOptions.Parts.Format(options.Part) };
        IReadOnlyList<string> inputs = [], outputs = [];
        if (format == Onnx)
        {
            Require(!options.WithScore || model is ILatentModel, "with-score",
                $"{model.Options.Family} has no anomaly score; omit it.");
            var graph = OnnxModel.Build(
                model, options,
                options.WithScore ? new OnnxScore(AnomalyCalibration.Read(run), model.Options.Picture, cancellation) : null,
                options.Space == LatentSpace.Raw ? null : EmbeddingOf(options, cancellation));
            (inputs, outputs) = (graph.Inputs, graph.Outputs);
            OnnxModel.Save(model, graph, options.To, metadata);
        }
        else
        {
            WeightsOf(model, options.Part, metadata).Write(options.To);
        }

        return new ExportResult(options.To, model.Options.Family, metadata["part"], inputs, outputs, new FileInfo(options.To).Length);
    }

    private static OnnxEmbedding EmbeddingOf(ExportOptions options, CancellationToken cancellation)
    {
        using var run = LatentRun.Open(options.Run, new ComputeOptions { Device = "cpu" }, observer: null);
        return new OnnxEmbedding(WhiteningFile.Open(run, options.Space, observer: null, cancellation)!);
    }

    /// <summary>The tensors of a part, under the names that they have in the whole.</summary>
    private static Checkpoint WeightsOf(Autoencoder model, ModelPart part, Dictionary<string, string> metadata)
    {
        var checkpoint = model.ToCheckpoint(metadata);
        if (part == ModelPart.Full)
        {
            return checkpoint;
        }

        model.AsLatentModel();
        var network = model.Graph;
        var kept = part == ModelPart.Decoder
            ? network.ModulesBetween(network.Latents[0].Value, network.Output)
            : network.ModulesBetween(network.Input, [.. network.Latents.Select(latent => latent.Value)]);
        foreach (var parameter in network.Modules.Except(kept).SelectMany(module => module.Layer.Parameters))
        {
            checkpoint.Tensors.Remove(parameter.Name);
        }

        return checkpoint;
    }

    private static void Require(bool holds, string key, string otherwise)
    {
        if (!holds)
        {
            throw new ConfigurationException(key, otherwise);
        }
    }
}
