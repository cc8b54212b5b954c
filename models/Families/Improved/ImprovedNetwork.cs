using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Networks;
using static ILGpuAutoencoders.Engine.ActivationLayer;

namespace ILGpuAutoencoders.Models.Families.Improved;

/// <summary>Part 4: four normalised convolutions each way, and corrections of the latent vector; see the README beside it.</summary>
internal static class ImprovedNetwork
{
    /// <summary>Channels of the first level unless an option says otherwise.</summary>
    internal const int PlainWidth = 64;

    private const int Levels = 4;

    /// <summary>What both sides are a multiple of: they are halved four times.</summary>
    internal const int SideMultiple = 1 << Levels;

    internal static NetworkGraph Describe(ImprovedOptions options)
    {
        var border = options.Border;
        var features = FeatureShape(border, options.Width);
        Sequential Encoder(int number) => new([
            .. Features(options.Channels, options.Width, options.Norm, options.Dropout, number),
            LinearLayer.FromPicture(features, options.Latent)]);
        var graph = NetworkGraph.Of(Encoder(0), Decoder(options.Latent, features, options.Norm, options.Channels), border);
        for (int i = 0; i < options.Refine; i++)
        {
            // Of the border nothing is asked, and nothing missed.
            var missed = border.Add(graph, graph.Add(ElementwiseStep.Difference, graph.Input, graph.Output));
            var correction = i == 0 ? graph.Add("refine", Encoder(1), missed) : graph.Repeat("refine", missed);
            var latent = graph.Add(ElementwiseStep.Sum, graph.Latents[0].Value, correction);
            graph.Latents = [("latent", latent)];
            graph.Output = border.Remove(graph, graph.Repeat("decoder", latent));
        }

        return graph;
    }

    /// <summary>From pictures [N, H, W, C] to flattened features, 8 width (H/16) (W/16) of them.</summary>
    /// <param name="channels">C.</param>
    /// <param name="width">Channels of the first level.</param>
    /// <param name="norm">How channels are normalised.</param>
    /// <param name="dropout">The share of features that is dropped in training.</param>
    /// <param name="number">Tells its dropout from others in the network: each draws its own.</param>
    internal static Layer[] Features(int channels, int width, NormKind norm, float dropout, int number = 0)
    {
        var layers = new List<Layer>();
        for (int level = 0; level < Levels; level++)
        {
            int inputs = level == 0 ? channels : width << (level - 1), outputs = width << level;
            layers.AddRange([new Conv2dLayer(inputs, outputs, bias: norm == NormKind.None), .. Normalised(outputs, norm)]);
        }

        return [.. layers, new FlattenLayer(), new DropoutLayer(dropout, number)];
    }

    /// <summary>The features of one picture before they are flattened.</summary>
    internal static Shape FeatureShape(Border border, int width) =>
        [border.Size.Height >> Levels, border.Size.Width >> Levels, width << (Levels - 1)];

    /// <summary>From latent vectors to pictures.</summary>
    internal static Sequential Decoder(int latent, Shape features, NormKind norm, int pictureChannels)
    {
        int channels = features[2];
        List<Layer> layers =
            [LinearLayer.ToPicture(latent, features), new UnflattenLayer(features), .. Normalised(channels, norm)];
        for (int level = 1; level < Levels; level++, channels /= 2)
        {
            layers.AddRange(
                [new ConvTranspose2dLayer(channels, channels / 2, bias: norm == NormKind.None), .. Normalised(channels / 2, norm)]);
        }

        return new([.. layers, new ConvTranspose2dLayer(channels, pictureChannels), Sigmoid()]);
    }

    // Batch normalisation subtracts the mean, and with it any bias of the layer before.
    private static Layer[] Normalised(int channels, NormKind norm) =>
        norm == NormKind.Batch ? [new BatchNorm2dLayer(channels), LeakyRelu()] : [LeakyRelu()];
}
