using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models.Families.UNet;

namespace ILGpuAutoencoders.Models;

/// <summary>The options of the unet family.</summary>
public sealed record UNetOptions() : NoiseOptions(CorruptionKind.GaussianUnclamped)
{
    /// <inheritdoc/>
    public override string Family => "unet";

    /// <inheritdoc/>
    public override bool HasLatent => false;

    private protected override Autoencoder BuildNetwork() => new UNet(this);
}
