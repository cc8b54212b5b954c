using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Networks;
using static ILGpuAutoencoders.Engine.ActivationLayer;

namespace ILGpuAutoencoders.Models.Families.Improved;

/// <summary>Part 4: four normalised convolutions each way, and corrections of the latent vector; see the README beside it.</summary>
internal static class ImprovedNetwork
{
    private const int Levels = 4;

    internal static NetworkGraph Describe(ImprovedOptions options)
    {
        Shape features = FeatureShape(options.ImageSize, options.Width);
        Sequential Encoder() =>
            new([.. Features(options.Width, options.Dropout), LinearLayer.FromPicture(features, options.Latent)]);
        var graph = NetworkGraph.Of(Encoder(), Decoder(options.Latent, features, options.Width));
        for (int i = 0; i < options.Refine; i++)
        {
            var missed = graph.Add(new Subtraction(), graph.Input, graph.Output);
            var correction = i == 0 ? graph.Add("refine", Encoder(), missed) : graph.Repeat("refine", missed);
            var latent = graph.Add(new Addition(), graph.Latents[0].Value, correction);
            graph.Latents = [("latent", latent)];
            graph.Output = graph.Repeat("decoder", latent);
        }

        return graph;
    }

    /// <summary>From pictures [N, S, S, 3] to flattened features, 8 width (S/16)² of them.</summary>
    internal static Layer[] Features(int width, float dropout)
    {
        Layer[] levels = [.. Enumerable.Range(0, Levels).SelectMany(level => Down(level == 0 ? 3 : width << (level - 1), width << level))];
        return [.. levels, new FlattenLayer(), new DropoutLayer(dropout)];
    }

    /// <summary>The features of one picture before they are flattened.</summary>
    internal static Shape FeatureShape(int imageSize, int width) => [imageSize >> Levels, imageSize >> Levels, width << (Levels - 1)];

    /// <summary>From latent vectors to pictures.</summary>
    internal static Sequential Decoder(int latent, Shape features, int width)
    {
        Layer[] levels = [.. Enumerable.Range(1, Levels - 1).Reverse().SelectMany(level => Up(width << level, width << (level - 1)))];
        return new([
            LinearLayer.ToPicture(latent, features), new UnflattenLayer(features), new BatchNorm2dLayer(features[2]), LeakyRelu(),
            .. levels, new ConvTranspose2dLayer(width, 3), Sigmoid()]);
    }

    // Batch normalisation subtracts the mean, and with it any bias.
    private static Layer[] Down(int inputs, int outputs) =>
        [new Conv2dLayer(inputs, outputs, bias: false), new BatchNorm2dLayer(outputs), LeakyRelu()];

    private static Layer[] Up(int inputs, int outputs) =>
        [new ConvTranspose2dLayer(inputs, outputs, bias: false), new BatchNorm2dLayer(outputs), LeakyRelu()];
}
