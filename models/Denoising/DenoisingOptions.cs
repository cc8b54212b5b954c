using System.Globalization;
using ILGpuAutoencoders.Data;

namespace ILGpuAutoencoders.Models;

/// <summary>The options of the denoising family: the network of conv, and the corruption that it learns to undo.</summary>
public sealed record DenoisingOptions : AutoencoderOptions
{
    private const string NoiseKey = "noise", NoiseFactorKey = "noise_factor";

    private static readonly (string Name, CorruptionKind Kind)[] Kinds =
        [("gaussian", CorruptionKind.Gaussian), ("salt-pepper", CorruptionKind.SaltPepper), ("mask", CorruptionKind.Mask)];

    /// <inheritdoc/>
    public override string Family => "denoising";

    /// <summary>How inputs are corrupted; Gaussian by default.</summary>
    public CorruptionKind Noise { get; init; } = CorruptionKind.Gaussian;

    /// <summary>How strongly: the deviation of Gaussian noise (0 or more), or a fraction in [0, 1] of pixels or area; 0.1 by default.</summary>
    public float NoiseFactor { get; init; } = 0.1f;

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        if (!Array.Exists(Kinds, kind => kind.Kind == Noise))
        {
            throw new ArgumentException($"{Family}: {Noise} is no noise to undo; use one of {string.Join(", ", Kinds.Select(kind => kind.Name))}.");
        }

        if (!(NoiseFactor >= 0 && (NoiseFactor <= 1 || (Noise == CorruptionKind.Gaussian && float.IsFinite(NoiseFactor)))))
        {
            throw new ArgumentException($"{Family}: the noise factor {NoiseFactor.ToString(CultureInfo.InvariantCulture)} is out of range; use 0 or more, and at most 1 for salt-pepper and mask.");
        }
    }

    private protected override Autoencoder BuildNetwork() => new ConvAutoencoder(this);

    private protected override void WriteMetadata(IDictionary<string, string> metadata)
    {
        metadata[NoiseKey] = Array.Find(Kinds, kind => kind.Kind == Noise).Name;
        metadata[NoiseFactorKey] = NoiseFactor.ToString("R", CultureInfo.InvariantCulture);
    }

    private protected override AutoencoderOptions ReadMetadata(IDictionary<string, string> metadata)
    {
        var options = this;
        if (metadata.TryGetValue(NoiseKey, out string? name))
        {
            options = options with { Noise = Array.Find(Kinds, kind => kind.Name == name).Kind };
        }

        return metadata.TryGetValue(NoiseFactorKey, out string? factor)
            ? options with { NoiseFactor = float.Parse(factor, NumberStyles.Float, CultureInfo.InvariantCulture) }
            : options;
    }
}
