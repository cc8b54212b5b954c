using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Export;

namespace ILGpuAutoencoders.Models;

/// <summary>
/// A model as an ONNX graph of inference: opset 17, any number of pictures at once, and pictures of any size where the family takes them.
/// </summary>
public static class OnnxModel
{
    private const string Batch = "N";

    /// <summary>Writes a model as an ONNX file.</summary>
    /// <param name="model">It must be on a device.</param>
    /// <param name="path">Where to; its folder must exist. An earlier file is replaced at once or not at all.</param>
    /// <param name="options">Part and input; all of it and floats for null.</param>
    /// <param name="metadata">Further text to keep with it.</param>
    /// <exception cref="ConfigurationException">The family has no such part, or the model is too large for the format.</exception>
    public static void Write(
        Autoencoder model, string path, OnnxOptions? options = null, IEnumerable<KeyValuePair<string, string>>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        Save(model, Build(model, options ?? new OnnxOptions(), score: null), path, metadata ?? []);
    }

    /// <summary>The graph of a model, with a score of its pictures and another form of its latent vectors where these are given.</summary>
    internal static OnnxGraph Build(Autoencoder model, OnnxOptions options, IGraphScore? score, IGraphEmbedding? embedding = null)
    {
        long bytes = model.Parameters.Sum(parameter => (long)sizeof(float) * parameter.Count);
        if (bytes > int.MaxValue - (1 << 20))
        {
            throw new ConfigurationException(
                $"export: the weights of this {model.Options.Family} have {bytes} bytes, and an ONNX file holds at most 2 GiB; write a "
                + ".safetensors file.");
        }

        var graph = new OnnxGraph();
        var network = model.Graph;
        if (options.Part == ModelPart.Decoder)
        {
            string latent = graph.Input("latent", OnnxMessages.Float, Batch, model.AsLatentModel().Latent);
            graph.Output("output", network.AddTo(graph, network.Latents[0].Value, latent, network.Output)[0], PictureAxes(model));
            return graph;
        }

        string pictures = AddInput(graph, model, options.Input);
        if (options.Part == ModelPart.Encoder)
        {
            OnnxAxis length = model.AsLatentModel().Latent;
            string[] values = network.AddTo(graph, network.Input, pictures, [.. network.Latents.Select(latent => latent.Value)]);
            // Before the latent vectors are outputs, which have other names.
            string? embedded = embedding?.AddTo(graph, values[0]);
            foreach (var ((name, _), value) in network.Latents.Zip(values))
            {
                graph.Output(name, value, Batch, length);
            }

            if (embedded is not null)
            {
                graph.Output("embedding", embedded, Batch, embedding!.Length);
            }

            return graph;
        }

        string[] whole = network.AddTo(graph, network.Input, pictures, [network.Output, .. network.Latents.Select(latent => latent.Value)]);
        string output = whole[0];
        if (score is not null)
        {
            graph.Output("score", score.AddTo(graph, pictures, output, whole[1]), Batch);
            graph.Output("threshold", graph.Add("Identity", [graph.Constant([(float)score.Threshold])]));
        }

        graph.Output("output", output, PictureAxes(model));
        return graph;
    }

    /// <summary>Writes a graph with what the model is.</summary>
    internal static void Save(Autoencoder model, OnnxGraph graph, string path, IEnumerable<KeyValuePair<string, string>> metadata)
    {
        string version = typeof(OnnxModel).Assembly.GetName().Version!.ToString(3);
        var message = OnnxMessages.Model(graph.ToMessage(model.Options.Family), version, metadata.Concat(model.Options.ToMetadata()));
        AtomicFile.Write(path, message.WriteTo);
    }

    private static OnnxAxis[] PictureAxes(Autoencoder model)
    {
        var (width, height, channels) = model.Options.Picture;
        // A border is one of constants, for one size.
        return model.SideMultiple is null || !model.Options.Border.IsNone
            ? [Batch, channels, height, width]
            : [Batch, channels, "H", "W"];
    }

    private static string AddInput(OnnxGraph graph, Autoencoder model, PixelInput kind)
    {
        if (kind == PixelInput.Float)
        {
            return graph.Input("input", OnnxMessages.Float, PictureAxes(model));
        }

        string bytes = graph.Input("input", OnnxMessages.UInt8, PictureAxes(model));
        return graph.Add("Div", [graph.Add("Cast", [bytes], OperatorAttribute.Integer("to", OnnxMessages.Float)), graph.Constant([255f])]);
    }
}
