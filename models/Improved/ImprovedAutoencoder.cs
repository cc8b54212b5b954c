using ILGpuAutoencoders.Engine;
using static ILGpuAutoencoders.Engine.ActivationLayer;

namespace ILGpuAutoencoders.Models;

/// <summary>Part 4: four normalised convolutions each way; see the README beside it.</summary>
public sealed class ImprovedAutoencoder : Autoencoder
{
    private const int C1 = 64, C2 = 128, C3 = 256, C4 = 512;

    internal ImprovedAutoencoder(ImprovedOptions options)
        : this(options, [options.ImageSize / 16, options.ImageSize / 16, C4])
    {
    }

    private ImprovedAutoencoder(ImprovedOptions options, Shape features)
        : base(
            options,
            new Sequential([
                .. Down(3, C1), .. Down(C1, C2), .. Down(C2, C3), .. Down(C3, C4),
                new FlattenLayer(), new DropoutLayer(options.Dropout), LinearLayer.FromPicture(features, options.Latent)]),
            new Sequential([
                LinearLayer.ToPicture(options.Latent, features), new UnflattenLayer(features), new BatchNorm2dLayer(C4), LeakyRelu(),
                .. Up(C4, C3), .. Up(C3, C2), .. Up(C2, C1),
                new ConvTranspose2dLayer(C1, 3), Sigmoid()]))
    {
    }

    // Batch normalisation subtracts the mean, and with it any bias.
    private static Layer[] Down(int inputs, int outputs) => [new Conv2dLayer(inputs, outputs, bias: false), new BatchNorm2dLayer(outputs), LeakyRelu()];

    private static Layer[] Up(int inputs, int outputs) => [new ConvTranspose2dLayer(inputs, outputs, bias: false), new BatchNorm2dLayer(outputs), LeakyRelu()];
}
