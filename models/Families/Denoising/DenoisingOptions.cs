using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models.Families.Conv;

namespace ILGpuAutoencoders.Models;

/// <summary>The options of the denoising family: the network of conv, and the corruption that it learns to undo.</summary>
public sealed record DenoisingOptions() : NoiseOptions(CorruptionKind.Gaussian)
{
    /// <inheritdoc/>
    public override string Family => "denoising";

    private protected override Autoencoder BuildNetwork() => new ConvAutoencoder(this);
}
