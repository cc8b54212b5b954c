using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Networks;
using static ILGpuAutoencoders.Engine.ActivationLayer;

namespace ILGpuAutoencoders.Models.Families.Improved;

/// <summary>Part 4: four normalised convolutions each way; see the README beside it.</summary>
internal static class ImprovedNetwork
{
    private const int C1 = 64, C2 = 128, C3 = 256, C4 = 512;

    internal static NetworkGraph Describe(ImprovedOptions options)
    {
        var features = FeatureShape(options.ImageSize);
        return NetworkGraph.Of(
            new Sequential([.. Features(options.Dropout), LinearLayer.FromPicture(features, options.Latent)]),
            Decoder(options.Latent, features));
    }

    /// <summary>From pictures [N, S, S, 3] to flattened features, 512(S/16)² of them.</summary>
    internal static Layer[] Features(float dropout) =>
        [.. Down(3, C1), .. Down(C1, C2), .. Down(C2, C3), .. Down(C3, C4), new FlattenLayer(), new DropoutLayer(dropout)];

    /// <summary>The features of one picture before they are flattened.</summary>
    internal static Shape FeatureShape(int imageSize) => [imageSize / 16, imageSize / 16, C4];

    /// <summary>From latent vectors to pictures.</summary>
    internal static Sequential Decoder(int latent, Shape features) => new([
        LinearLayer.ToPicture(latent, features), new UnflattenLayer(features), new BatchNorm2dLayer(C4), LeakyRelu(),
        .. Up(C4, C3), .. Up(C3, C2), .. Up(C2, C1),
        new ConvTranspose2dLayer(C1, 3), Sigmoid()]);

    // Batch normalisation subtracts the mean, and with it any bias.
    private static Layer[] Down(int inputs, int outputs) =>
        [new Conv2dLayer(inputs, outputs, bias: false), new BatchNorm2dLayer(outputs), LeakyRelu()];

    private static Layer[] Up(int inputs, int outputs) =>
        [new ConvTranspose2dLayer(inputs, outputs, bias: false), new BatchNorm2dLayer(outputs), LeakyRelu()];
}
